import { z } from 'zod';
import type { Journey } from '../journey.js';
import type { Walk } from '../walk.js';

/** What whoever logs in says of the device: `stay` and `once` are their own, `shared` is a public computer. */
export const KEEPS = ['once', 'stay', 'shared'] as const;
export const keep = z.enum(KEEPS);
export type Keep = z.output<typeof keep>;

/** The identity's `tokenEpoch` then: what a recovery or a lock overtook proves nothing. */
const epoch = z.number().optional();

/** A first factor that was proven in this interaction and waits for the second. */
const pending = z.object({
  identityId: z.string(),
  /** What proved it: the password or another way just now, or the session this browser holds already. */
  via: z.enum(['password', 'first', 'session']),
  /** RFC 8176, of what has been proven so far. */
  amr: z.array(z.string()).default(['pwd']),
  /** Kinds of the authenticators that were used just now. */
  used: z.array(z.string()).default([]),
  /** Epoch milliseconds. */
  at: z.number(),
  keep,
  /** When its holder proved it, where that was not now; epoch milliseconds. */
  since: z.number().optional(),
  epoch,
});
export type Pending = z.output<typeof pending>;

/** How a factor is asked for: `Shown` of the domain. */
const shown = z.discriminatedUnion('entry', [
  z.object({ entry: z.literal('digits'), length: z.number() }),
  z.object({ entry: z.literal('text') }),
  z.object({ entry: z.literal('webauthn'), options: z.string() }),
]);

/** A login that is confirmed in another place: `ShownElsewhere` of the domain. */
const elsewhere = z.object({
  entry: z.literal('elsewhere'),
  href: z.string(),
  code: z.string(),
  number: z.string(),
});

/** `leave`: at another site, whose answer comes back in the address. */
const firstShown = z.union([shown, elsewhere, z.object({ entry: z.literal('leave') })]);

/** What was begun: `challenge` means something to its factor alone. */
const begun = { challenge: z.record(z.string(), z.string()), expiresAt: z.number(), shown };

/** A login that is proven and written down, and waits for its holder to see that a recovery waits. */
const passed = z.object({
  identityId: z.string(),
  aal: z.union([z.literal(1), z.literal(2), z.literal(3)]),
  amr: z.array(z.string()),
  used: z.array(z.string()),
  device: z.enum(['known', 'new', 'shared']),
  keep,
  stepUp: z.boolean(),
  since: z.number().optional(),
  /** Epoch milliseconds. */
  at: z.number(),
  epoch,
});

export const loginState = z.object({
  /** Somebody chose to log in as another than the session's holder. */
  other: z.boolean().optional(),
  pending: pending.optional(),
  /** What was sent or shown for the second factor. */
  asked: z.object({ kind: z.string(), ...begun }).optional(),
  /** A login that began without a password. */
  first: z.object({ id: z.string(), keep, ...begun, shown: firstShown }).optional(),
  passed: passed.optional(),
});
export type LoginState = z.output<typeof loginState>;

/** The login journey: the code page exists only after a first factor, the way's only where one was chosen. */
export const LOGIN_JOURNEY = {
  login: { path: 'login', requires: loginState },
  way: { path: 'way', requires: z.object({ first: loginState.shape.first.unwrap() }) },
  code: { path: 'code', requires: z.object({ pending, asked: loginState.shape.asked }) },
  waiting: { path: 'waiting', requires: z.object({ passed }) },
} as const satisfies Journey;

/** A request on any page of this journey. */
export type LoginWalk = Walk<LoginState, unknown>;
