export type * from './department.js';
