export type * from './session.js';
