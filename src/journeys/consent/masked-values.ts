import { type ClaimPermission, permissionNameOf } from '../../domain/departments/index.js';
import { CitizenNumber, maskName, type PersonalField } from '../../domain/identities/index.js';

/** Decrypts these fields and no others. */
export type Reveal = (
  identityId: string,
  fields: readonly PersonalField[],
) => Promise<Partial<Record<PersonalField, string>>>;

/** The claims whose own value stands beside them on the page, and how it is masked for whoever else reads the screen. */
const MASKED: Readonly<Record<string, { readonly field: PersonalField; readonly mask: (value: string) => string }>> = {
  name: { field: 'name', mask: maskName },
  citizen_id: { field: 'number', mask: maskNumber },
  phone_number: { field: 'phone', mask: (phone) => `${phone.replace(/^\+86/, '').slice(0, 3)}****${phone.slice(-4)}` },
  email: { field: 'email', mask: (email) => `${email[0]}***${email.slice(email.indexOf('@'))}` },
};

/** Claim → the citizen's own value, masked: so that they see which phone and whose name would be told. */
export async function maskedValues(
  reveal: Reveal,
  identityId: string,
  items: readonly ClaimPermission[],
): Promise<Readonly<Record<string, string>>> {
  const shown = items.flatMap(({ claim }) => {
    const kind = MASKED[permissionNameOf(claim)];
    return kind ? [{ claim, ...kind }] : [];
  });
  const person = await reveal(identityId, [...new Set(['name' as const, ...shown.map(({ field }) => field)])]);
  const values: Record<string, string> = { account: maskName(person.name ?? '') };
  for (const { claim, field, mask } of shown) {
    const value = person[field];
    if (value) values[claim] = mask(value);
  }
  return values;
}

function maskNumber(text: string): string {
  const parsed = CitizenNumber.parse(text);
  return parsed.ok ? parsed.number.masked : '';
}
