export { Childhood } from './childhood.js';
export { ComingOfAge } from './coming-of-age.js';
export { guardianForm } from './guardian.schema.js';
export { type AskOutcome, type GuardianOfMine, Guardians, guardianFault } from './guardians.js';
export { type AnswerOutcome, type Family, type Ward, Wards } from './wards.js';
