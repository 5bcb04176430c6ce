import { z } from 'zod';
import type { PasswordVerdict } from '../../domain/authenticators/index.js';
import { CitizenNumber, type CitizenNumberFault, normalisePhone, parseName } from '../../domain/identities/index.js';
import type { Clock } from '../../shared/clock.js';
import type { FieldError, FieldTexts } from '../../ui/forms.js';
import { REGISTRATION } from './registration.messages.js';

/** The details form: read, normalised and judged, with one message name per fault. */
export function detailsForm(clock: Clock, phoneCountries: readonly string[]) {
  return z.object({
    name: z
      .string()
      .max(200)
      .transform((typed, context) => {
        if (typed.trim() === '') return fault(context, 'required');
        const parsed = parseName(typed);
        return parsed.ok ? parsed.name : fault(context, parsed.reason);
      }),
    number: z
      .string()
      .max(200)
      .transform((typed, context) => {
        if (typed.trim() === '') return fault(context, 'required');
        const parsed = CitizenNumber.parse(typed, clock);
        return parsed.ok ? parsed.number.normalised : fault(context, parsed.reason);
      }),
    phone: z
      .string()
      .max(200)
      .transform((typed, context) => {
        if (typed.trim() === '') return fault(context, 'required');
        const phone = normalisePhone(typed);
        if (phone === undefined) return fault(context, 'invalid');
        return phoneCountries.some((code) => phone.startsWith(`+${code}`)) ? phone : fault(context, 'country');
      }),
  });
}

export const passwordForm = z.object({
  password: z.string().min(1),
  password_again: z.string().optional(),
  shared: z.literal('yes').optional(),
});

/** What is said of a number that cannot be. */
const numberTexts: Record<CitizenNumberFault | 'required' | 'invalid', FieldTexts[string]> = {
  required: REGISTRATION.numberMissing,
  invalid: REGISTRATION.numberLength,
  length: REGISTRATION.numberLength,
  characters: REGISTRATION.numberCharacters,
  region: REGISTRATION.numberRegion,
  birthdate: REGISTRATION.numberBirthdate,
  check: REGISTRATION.numberCheck,
};

export const detailsTexts = {
  name: {
    required: REGISTRATION.nameMissing,
    invalid: REGISTRATION.nameLength,
    length: REGISTRATION.nameLength,
    characters: REGISTRATION.nameStrange,
  },
  number: numberTexts,
  phone: {
    required: REGISTRATION.phoneMissing,
    invalid: REGISTRATION.phoneStrange,
    country: REGISTRATION.phoneCountry,
  },
} satisfies Record<string, FieldTexts>;

function fault(context: z.RefinementCtx, message: string): never {
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
}

export const passwordTexts = {
  password: { required: REGISTRATION.passwordMissing, invalid: REGISTRATION.passwordMissing },
} satisfies Record<string, FieldTexts>;

/** What is wrong with a new password, said beside its field. `again` only came where the page had no script. */
export function passwordError(
  check: PasswordVerdict,
  password: string,
  again: string | undefined,
): FieldError | undefined {
  if (!check.ok) {
    const texts = {
      too_short: REGISTRATION.passwordShort,
      too_long: REGISTRATION.passwordLong,
      common: REGISTRATION.passwordCommon,
      personal: REGISTRATION.passwordPersonal,
    };
    return { field: 'password', text: texts[check.reason] };
  }
  if (again !== undefined && again !== password)
    return { field: 'password_again', text: REGISTRATION.passwordDifferent };
  return undefined;
}
