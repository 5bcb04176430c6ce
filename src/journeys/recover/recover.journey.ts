import { z } from 'zod';
import type { Journey } from '../journey.js';
import type { Walk } from '../walk.js';

/** What the journey can do by itself; a lost passkey is ended in the account. */
const goal = z.enum(['password', 'phone']);

const lost = z.object({ goal, login: z.string() });

/** A code that was sent: to the phone on record, or to the one that is to take its place. */
const code = z.object({ id: z.string(), expiresAt: z.number() });

const proven = z.object({ goal, identityId: z.string(), proof: z.string() });

/** Everything the journey keeps between its pages: sealed, for an hour, in this visit only. No secret but the proof. */
export const recoverState = z.object({
  lost: lost.optional(),
  /** Which of `waysTo(goal)` was chosen. */
  way: z.number().optional(),
  code: code.optional(),
  proven: proven.optional(),
  phone: z.object({ phone: z.string(), code }).optional(),
  /** When it takes effect; epoch milliseconds. */
  done: z.object({ goal, effectiveAt: z.number() }).optional(),
});
export type RecoverState = z.output<typeof recoverState>;

/** The recovery journey. A page is reached, and its form accepted, only with what its schema asks for. */
export const RECOVER_JOURNEY = {
  // A page to read, before the first one, so that whoever came too early is led to that.
  passkey: { path: 'recover/passkey', requires: recoverState },
  begin: { path: 'recover', requires: recoverState },
  ways: { path: 'recover/ways', requires: z.object({ lost }) },
  prove: { path: 'recover/prove', requires: z.object({ lost, way: z.number(), code: recoverState.shape.code }) },
  password: {
    path: 'recover/password',
    requires: z.object({ proven: proven.extend({ goal: z.literal('password') }) }),
  },
  phone: { path: 'recover/phone', requires: z.object({ proven: proven.extend({ goal: z.literal('phone') }) }) },
  phoneCode: {
    path: 'recover/phone/code',
    requires: z.object({
      proven: proven.extend({ goal: z.literal('phone') }),
      phone: recoverState.shape.phone.unwrap(),
    }),
  },
  done: { path: 'recover/done', requires: z.object({ done: recoverState.shape.done.unwrap() }) },
} as const satisfies Journey;

/** A request on any page of this journey. */
export type RecoverWalk = Walk<RecoverState, unknown>;
