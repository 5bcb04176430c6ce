export type * from './authenticator.js';
export { normalisePassword, type PasswordHasher } from './password-hasher.js';
