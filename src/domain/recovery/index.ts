export type { RecoveryRequest } from './changes.js';
export { type ProofOfRecovery, RecoveryProofs } from './proofs.js';
export {
  type BeginOutcome,
  RECOVERY_WAIT_SECONDS,
  Recoveries,
  type RecoveriesDeps,
  type RecoveryStores,
} from './recoveries.js';
export type * from './recovery.js';
export { RECOVERY_CHANGES } from './recovery.messages.js';
export type { Proof } from './ways.js';
