import { CitizenNumber } from './citizen-number.js';
import { maskName } from './person-name.js';

/** How the citizen's own pages show what whoever looks over their shoulder must not read. */
export const MASKS = {
  name: maskName,
  number(text: string): string {
    const parsed = CitizenNumber.parse(text);
    return parsed.ok ? parsed.number.masked : '';
  },
  /** `138****8000`; of a number from abroad the plus sign shows. @param phone E.164 */
  phone(phone: string): string {
    return `${phone.replace(/^\+86(?=1\d{10}$)/, '').slice(0, 3)}****${phone.slice(-4)}`;
  },
  email: (email: string): string => `${email[0]}***${email.slice(email.indexOf('@'))}`,
} as const;
