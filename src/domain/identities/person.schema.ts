import { z } from 'zod';
import type { Clock } from '../../shared/clock.js';
import { CitizenNumber, type CitizenNumberFault } from './citizen-number.js';
import { normalisePhone } from './login-name.js';
import { type PersonNameResult, parseName } from './person-name.js';

/** Why a typed name, number or phone was not taken: the message of the issue that zod reports. */
export type NameFault = 'required' | Extract<PersonNameResult, { ok: false }>['reason'];
export type NumberFault = 'required' | CitizenNumberFault;
type PhoneFault = 'required' | 'invalid' | 'country';

/** A name as somebody typed it, read as the registry spells it. */
export const typedName = z
  .string()
  .max(200)
  .transform((typed, context) => {
    if (typed.trim() === '') return fault(context, 'required');
    const parsed = parseName(typed);
    return parsed.ok ? parsed.name : fault(context, parsed.reason);
  });

/** A citizen ID number as somebody typed it. */
export function typedNumber(clock: Clock) {
  return z
    .string()
    .max(200)
    .transform((typed, context): CitizenNumber => {
      if (typed.trim() === '') return fault(context, 'required');
      const parsed = CitizenNumber.parse(typed, clock);
      return parsed.ok ? parsed.number : fault(context, parsed.reason);
    });
}

/** @param countries the calling codes that messages can be sent to, without the plus */
export function typedPhone(countries: readonly string[]) {
  return z
    .string()
    .max(200)
    .transform((typed, context) => {
      if (typed.trim() === '') return fault(context, 'required');
      const phone = normalisePhone(typed);
      if (phone === undefined) return fault(context, 'invalid');
      return countries.some((code) => phone.startsWith(`+${code}`)) ? phone : fault(context, 'country');
    });
}

function fault(context: z.RefinementCtx, message: NameFault | NumberFault | PhoneFault): never {
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
}
