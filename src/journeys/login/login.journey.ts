import { z } from 'zod';
import { provenLogin } from '../../domain/records/index.js';
import type { Journey } from '../journey.js';
import type { Walk } from '../walk.js';

/** What whoever logs in says of the device: `stay` and `once` are their own, `shared` is a public computer. */
export const KEEPS = ['once', 'stay', 'shared'] as const;
export const keep = z.enum(KEEPS);
export type Keep = z.output<typeof keep>;

/** A login that waits for its second factor. */
const pending = provenLogin.extend({
  keep,
  /** The session that this browser holds already is made stronger: only the missing factor is asked for. */
  stepUp: z.boolean(),
  /** Since when it waits; epoch milliseconds. */
  at: z.number(),
});
export type Pending = z.output<typeof pending>;

/** How a factor is asked for: `Shown` of the domain. */
const shown = z.discriminatedUnion('entry', [
  z.object({ entry: z.literal('digits'), length: z.number() }),
  z.object({ entry: z.literal('text') }),
  z.object({ entry: z.literal('webauthn'), options: z.string() }),
]);

/** A login that is confirmed in another place: `ShownElsewhere` of the domain. */
const elsewhere = z.object({ entry: z.literal('elsewhere'), href: z.string(), code: z.string(), number: z.string() });

/** `leave`: at another site, whose answer comes back in the address. */
const firstShown = z.union([shown, elsewhere, z.object({ entry: z.literal('leave') })]);

/** What was begun: `challenge` means something to its factor alone. */
const begun = { challenge: z.record(z.string(), z.string()), expiresAt: z.number(), shown };

/** A login that is proven and written down, and waits for its holder to see that a recovery waits. */
const passed = pending.extend({
  /** `known`: confirmed before. `new`: confirmed by this login. `shared`: a public computer, never remembered. */
  device: z.enum(['known', 'new', 'shared']),
});
/** A login that is enough, and what is to come of it in this browser. */
export type Entry = Omit<z.output<typeof passed>, 'at'>;

/** What a login makes of the browser it is made in. */
export const deviceOf = (known: boolean, { keep }: Pick<Entry, 'keep'>): Entry['device'] =>
  known ? 'known' : keep === 'shared' ? 'shared' : 'new';

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
