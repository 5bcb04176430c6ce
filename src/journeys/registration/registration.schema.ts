import { z } from 'zod';
import { CitizenNumber, type CitizenNumberFault, normalisePhone, parseName } from '../../domain/identities/index.js';
import type { Clock } from '../../shared/clock.js';
import type { FieldTexts } from '../../ui/forms.js';
import { newPasswordFields } from '../../ui/new-password.js';
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
  ...newPasswordFields,
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
