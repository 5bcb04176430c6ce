import { z } from 'zod';
import { type NumberFault, typedName, typedNumber, typedPhone } from '../../domain/identities/index.js';
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
    phone: typedPhone(phoneCountries),
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
