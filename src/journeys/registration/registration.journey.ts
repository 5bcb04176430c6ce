import { z } from 'zod';
import type { Journey } from '../journey.js';

/** Who someone says they are, read and normalised. */
const person = z.object({ name: z.string(), number: z.string(), phone: z.string() });
export type Person = z.output<typeof person>;

/** Why the details page is shown again after the registry answered. */
const refusal = z.enum(['mismatch', 'not_found', 'deceased']);
export type Refusal = z.output<typeof refusal>;

const matched = z.object({
  /** What the registry was asked; an edited name or number must be asked anew. */
  name: z.string(),
  number: z.string(),
  residence: z.string().optional(),
  birthdate: z.string().optional(),
  gender: z.enum(['male', 'female']).optional(),
  /** Younger than 14: a guardian has to be named. */
  child: z.boolean().optional(),
});

const guardian = z.object({
  name: z.string(),
  number: z.string(),
  /** The child's number: details of another child ask for their guardian. */
  of: z.string(),
});

/** Everything the journey keeps between its pages: sealed, for an hour, in this visit only. Never a password. */
export const registrationState = z.object({
  /** As typed, to be shown again. */
  typed: z.object({ name: z.string(), number: z.string(), phone: z.string() }).optional(),
  person: person.optional(),
  code: z.object({ id: z.string(), phone: z.string(), expiresAt: z.number() }).optional(),
  /** The phone that a code came back from. */
  confirmedPhone: z.string().optional(),
  refusal: refusal.optional(),
  /** When the registry, or the limit on asking it, may be tried again; epoch milliseconds. */
  pause: z.object({ why: z.enum(['unavailable', 'limited']), until: z.number() }).optional(),
  matched: matched.optional(),
  guardian: guardian.optional(),
  /** Names this attempt, so that it is finished once however often the form is sent. */
  attempt: z.string().optional(),
  complete: z.object({ attempt: z.string(), guardian: z.boolean().optional() }).optional(),
});
export type RegistrationState = z.output<typeof registrationState>;

const confirmed = z
  .object({ person, confirmedPhone: z.string(), pause: registrationState.shape.pause })
  .refine((state) => state.confirmedPhone === state.person.phone);

const proven = z
  .object({ person, confirmedPhone: z.string(), matched, attempt: z.string(), guardian: guardian.optional() })
  .refine(
    ({ person: { name, number, phone }, matched: answer, confirmedPhone }) =>
      confirmedPhone === phone && answer.name === name && answer.number === number,
  );

/** The registration journey. A page is reached, and its form accepted, only with what its schema asks for. */
export const REGISTRATION_JOURNEY = {
  details: { path: 'register', requires: registrationState },
  code: {
    path: 'register/code',
    requires: z
      .object({ person, code: registrationState.shape.code.unwrap() })
      .refine((state) => state.code.phone === state.person.phone),
  },
  match: { path: 'register/match', requires: confirmed },
  guardian: { path: 'register/guardian', requires: proven.refine(({ matched: { child } }) => child) },
  password: {
    path: 'register/password',
    requires: proven.refine(({ matched: { child }, guardian: named, person: { number } }) => {
      return !child || named?.of === number;
    }),
  },
  done: { path: 'register/done', requires: z.object({ complete: registrationState.shape.complete.unwrap() }) },
} as const satisfies Journey;
