import { z } from 'zod';
import { CitizenNumber, parseName, typedPhone } from '../../domain/identities/index.js';
import type { Given, Proof } from '../../domain/recovery/index.js';
import type { Clock } from '../../shared/clock.js';
import { plainCode } from '../../shared/text.js';
import type { FieldTexts } from '../../ui/forms/forms.js';
import { RECOVER } from './recover.messages.js';

export const beginForm = z.object({
  goal: z.enum(['password', 'phone', 'passkey']),
  login: z.string().trim().max(200).optional(),
});
export const beginTexts = { goal: { required: RECOVER.goalMissing, invalid: RECOVER.goalMissing } };

const typed = z.string().trim().min(1).max(200);

/** What ends in `code` is never shown again, as a password is not. */
const FIELDS = {
  password: { password: z.string().min(1).max(4096) },
  recovery: { recovery_code: typed },
  totp: { totp_code: typed },
  sms: { code: typed },
  registry: { name: typed, number: typed },
} as const satisfies Record<Proof, z.ZodRawShape>;

/** The form of a way: what its two proofs ask for. What is strange in one is no more than wrong. */
export function proveForm(proofs: readonly Proof[]) {
  const shape: Record<string, z.ZodType<string>> = Object.assign({}, ...proofs.map((proof) => FIELDS[proof]));
  return z.object(shape);
}

const MISSING: FieldTexts = { required: RECOVER.missing, invalid: RECOVER.missing };
export const proveTexts = Object.fromEntries(
  ['password', 'recovery_code', 'totp_code', 'code', 'name', 'number'].map((field) => [field, MISSING]),
);

/** What was typed, as the domain reads it. */
export function givenOf(values: Readonly<Record<string, string>>, codeId: string, clock: Clock): Given {
  const { password, recovery_code: recovery, totp_code: totp, code, name, number } = values;
  const person = name !== undefined && number !== undefined ? readPerson(name, number, clock) : undefined;
  return {
    ...(password !== undefined && { password }),
    ...(recovery !== undefined && { recovery }),
    ...(totp !== undefined && { totp }),
    ...(code !== undefined && { sms: { codeId, code: plainCode(code) } }),
    ...(person && { registry: person }),
  };
}

function readPerson(name: string, number: string, clock: Clock): { name: string; number: string } | undefined {
  const person = parseName(name);
  const parsed = CitizenNumber.parse(number, clock);
  return person.ok && parsed.ok ? { name: person.name, number: parsed.number.normalised } : undefined;
}

export const phoneForm = (countries: readonly string[]) => z.object({ phone: typedPhone(countries) });

export const phoneTexts = {
  phone: { required: RECOVER.phoneMissing, invalid: RECOVER.phoneStrange, country: RECOVER.phoneCountry },
};
