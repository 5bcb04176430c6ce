export { CONSENT_AGE, childMark, dayOfTurning, hasTurned } from './age.js';
export { IndexKeys } from './blind-index.js';
export { type BulkDeps, type BulkProgress, BulkRegistration } from './bulk-registration.js';
export {
  CitizenNumber,
  type CitizenNumberFault,
  type CitizenNumberKind,
  type CitizenNumberResult,
  checkCharacter,
} from './citizen-number.js';
export type { Enrolment } from './enrolment.js';
export * from './identities.js';
export type { IdentityDeps, IdentityStores, LifeFollower, SessionEnder } from './identity-stores.js';
export { IndexKeyRotation, type RotationDeps, type RotationStep } from './index-key-rotation.js';
export type * from './key-management.js';
export { enterState } from './life.js';
export { normaliseEmail, normalisePhone } from './login-name.js';
export { MASKS } from './masks.js';
export { afterLostRaces, findHolder, LostRace } from './number-claims.js';
export { type NameFault, type NumberFault, typedName, typedNumber, typedPhone } from './person.schema.js';
export { maskName, type PersonNameResult, parseName } from './person-name.js';
export { type PersonalData, PersonalDataVault } from './personal-data.js';
export type * from './population-registry.js';
export type { ProvenNumber, TakeOverResult } from './take-over.js';
