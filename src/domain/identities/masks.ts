import { CitizenNumber } from './citizen-number.js';
import { maskName } from './person-name.js';

/** How pages show what whoever looks over a citizen's shoulder must not read: enough to know one's own by. */
export const MASKS = {
  name: maskName,
  number(text: string): string {
    const parsed = CitizenNumber.parse(text);
    return parsed.ok ? parsed.number.masked : '';
  },
  /** `138****8000`; of a number from abroad the country shows: `+852****4567`. @param phone E.164 */
  phone(phone: string): string {
    const national = phone.replace(/^\+86(?=1\d{10}$)/, '');
    return `${national.slice(0, national === phone ? 4 : 3)}****${phone.slice(-4)}`;
  },
  email: (email: string): string => `${email[0]}***${email.slice(email.indexOf('@'))}`,
} as const;
