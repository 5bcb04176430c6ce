import { claimEntry, isPersonalClaim } from '../../domain/departments/index.js';
import { MASKS } from '../../domain/identities/index.js';
import type { ClaimPermission, PersonalField } from '../../domain/records/index.js';

/** Decrypts these fields and no others. */
export type Reveal = (
  identityId: string,
  fields: readonly PersonalField[],
) => Promise<Partial<Record<PersonalField, string>>>;

/** Claim → the citizen's own value, masked: so that they see which phone and whose name would be told. */
export async function maskedValues(
  reveal: Reveal,
  identityId: string,
  items: readonly ClaimPermission[],
): Promise<Readonly<Record<string, string>>> {
  const shown = items.flatMap(({ claim }) => {
    const field = isPersonalClaim(claim) ? claimEntry(claim).mask : null;
    return field ? [{ claim, field }] : [];
  });
  const person = await reveal(identityId, [...new Set(['name' as const, ...shown.map(({ field }) => field)])]);
  const values: Record<string, string> = { account: MASKS.name(person.name ?? '') };
  for (const { claim, field } of shown) {
    const value = person[field];
    if (value) values[claim] = MASKS[field](value);
  }
  return values;
}
