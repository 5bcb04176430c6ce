import { z } from 'zod';
import { type NumberFault, normalisePhone, typedName, typedNumber } from '../../domain/identities/index.js';
import type { Clock } from '../../shared/clock.js';
import type { Text } from '../../shared/text.js';
import type { FieldTexts } from '../../ui/forms/forms.js';
import { newPasswordFields } from '../../ui/forms/new-password.js';
import { nameTexts, numberTexts } from '../../ui/forms/person-fields.js';
import { REGISTRATION } from './registration.messages.js';

/** The details form: read, normalised and judged, with one message name per fault. */
export function detailsForm(clock: Clock, phoneCountries: readonly string[]) {
  return z.object({
    name: typedName,
    number: typedNumber(clock).transform(({ normalised }) => normalised),
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

export const passwordForm = z.object({ ...newPasswordFields, shared: z.literal('yes').optional() });

export const detailsTexts = {
  name: nameTexts,
  number: numberTexts satisfies Record<NumberFault, Text>,
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
