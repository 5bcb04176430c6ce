import type { Ial, RecoveryGoal } from '../records/index.js';

/** `registry`: name and number, as the identity has them and as the population registry has them now. */
export type Proof = 'password' | 'sms' | 'totp' | 'recovery' | 'registry';

/** Two proofs that do not fall together, and up to which IAL they are enough. */
export interface Way {
  readonly proofs: readonly [Proof, Proof];
  readonly upTo: Ial;
}

/**
 * What suffices to recover what: the whole table, see ADR 5. (NIST SP 800-63B-4 §4.2: a saved recovery code with another
 * authenticator, or the proofing repeated that the identity rests on.)
 * - No pair is on one lost phone: a code by text message and an app count together for nothing.
 * - At IAL 1 the registry's match with one authenticator is as much as the identity began with. From IAL 2 on somebody
 *   was shown to be that person, and name and number, which many know, prove nothing.
 * - SMS is never enough without a recovery code or that match; at IAL 2 and 3 the match does not help it.
 * - A passkey needs no way here: whoever has one logs in with it and changes what is lost.
 */
const WAYS: Readonly<Record<RecoveryGoal, readonly Way[]>> = {
  password: [
    { proofs: ['recovery', 'totp'], upTo: 3 },
    { proofs: ['recovery', 'sms'], upTo: 3 },
    { proofs: ['registry', 'sms'], upTo: 1 },
  ],
  phone: [
    { proofs: ['password', 'recovery'], upTo: 3 },
    { proofs: ['password', 'totp'], upTo: 3 },
    { proofs: ['password', 'registry'], upTo: 1 },
  ],
  // By a login: of a session with these.
  passkey: [
    { proofs: ['password', 'totp'], upTo: 3 },
    { proofs: ['password', 'sms'], upTo: 3 },
    { proofs: ['password', 'recovery'], upTo: 3 },
  ],
};

/** The ways to a goal, always in this order and for everybody the same. */
export function waysTo(goal: RecoveryGoal): readonly Way[] {
  return WAYS[goal];
}

/** Whether these proofs are enough for an identity at this IAL. */
export function suffices(goal: RecoveryGoal, ial: Ial, given: readonly string[]): boolean {
  return WAYS[goal].some(({ proofs, upTo }) => ial <= upTo && proofs.every((proof) => given.includes(proof)));
}
