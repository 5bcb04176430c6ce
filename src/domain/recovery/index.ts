export type { RecoveryRequest } from './changes.js';
export { type Given, type Lost, type ProveAnswer, RecoveryDoor, type RecoveryDoorDeps } from './door.js';
export { type ProofOfRecovery, RecoveryProofs } from './proofs.js';
export * from './recoveries.js';
export { RECOVERY_CHANGES } from './recovery.messages.js';
export { type Proof, type Way, waysTo } from './ways.js';
