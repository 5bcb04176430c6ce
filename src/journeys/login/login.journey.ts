import { z } from 'zod';
import type { Journey } from '../journey.js';
import type { Walk } from '../walk.js';

/** A first factor that was proven in this interaction and waits for the second. */
const pending = z.object({
  identityId: z.string(),
  /** What proved it: the password just now, or the session this browser holds already. */
  via: z.enum(['password', 'session']),
  /** Epoch milliseconds. */
  at: z.number(),
  /** The box for a public computer was ticked. */
  shared: z.boolean(),
});
export type Pending = z.output<typeof pending>;

export const loginState = z.object({
  /** Somebody chose to log in as another than the session's holder. */
  other: z.boolean().optional(),
  pending: pending.optional(),
  /** What was sent or shown for the second factor; `challenge` means something to that factor alone. */
  asked: z.object({ kind: z.string(), challenge: z.record(z.string(), z.string()), expiresAt: z.number() }).optional(),
});
export type LoginState = z.output<typeof loginState>;

/** The login journey: the code page exists only after a first factor. */
export const LOGIN_JOURNEY = {
  login: { path: 'login', requires: loginState },
  code: { path: 'code', requires: z.object({ pending, asked: loginState.shape.asked }) },
} as const satisfies Journey;

/** A request on any page of this journey. */
export type LoginWalk = Walk<LoginState, unknown>;
