export type * from './consent.js';
