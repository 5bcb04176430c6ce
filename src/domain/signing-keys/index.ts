export type * from './signing-key.js';
