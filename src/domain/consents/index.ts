export {
  type ConsentAnswer,
  type ConsentDue,
  type ConsentPage,
  Consents,
  type ConsentsDeps,
  type GiveResult,
} from './consents.js';
export type { ConsentQuestion, PageReason } from './question.js';
