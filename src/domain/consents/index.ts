export * from './consents.js';
export type { ConsentQuestion, PageReason } from './question.js';
