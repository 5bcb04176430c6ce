export type * from './authenticator.js';
