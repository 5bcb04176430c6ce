export type * from './identity.js';
export type * from './key-management.js';
export type * from './population-registry.js';
export { PERSONAL_FIELDS } from './identity.js';
