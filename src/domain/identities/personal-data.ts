import { mac } from '../../shared/mac.js';
import { createSealer, type Sealer } from '../../shared/seal.js';
import { PERSONAL_FIELDS, type PersonalField, type SealedPersonalData } from '../records/index.js';
import type { KeyManagement } from './key-management.js';

export type PersonalData = { readonly [field in PersonalField]?: string };

/**
 * Seals each field of one person's data on its own, under that person's data key. The associated data is
 * `personal_data|column|identity|version`, so that a field moved to another column or person, or an old value put back,
 * no longer opens.
 */
export class PersonalDataVault {
  readonly #keys: KeyManagement;

  constructor(keys: KeyManagement) {
    this.#keys = keys;
  }

  /** Version 1, under a fresh data key. */
  async seal(identityId: string, data: PersonalData): Promise<SealedPersonalData> {
    const { key, wrapped } = await this.#keys.generate(wrappingContext(identityId));
    return sealAll(createSealer(key), identityId, 1, wrapped, data);
  }

  /** Opens these fields and no others. What is unknown, or erased, is left out. */
  async open(sealed: SealedPersonalData | undefined, fields: readonly PersonalField[]): Promise<PersonalData> {
    if (!sealed?.dataKey) return {};
    const sealer = createSealer(await this.#keys.unwrap(sealed.dataKey, wrappingContext(sealed.identityId)));
    const known = fields.filter((field) => sealed[field] !== null);
    return Object.fromEntries(
      known.map((field) => [field, sealer.open(sealed[field]!, context(field, sealed.identityId, sealed.version))]),
    );
  }

  /** The next version with some fields changed; null forgets one. All are sealed anew, since all carry the version. */
  async change(
    sealed: SealedPersonalData,
    change: Partial<Record<PersonalField, string | null>>,
  ): Promise<SealedPersonalData> {
    if (sealed.dataKey === null) throw new Error('the data of this identity was erased');
    const data: Record<string, string | null> = { ...(await this.open(sealed, PERSONAL_FIELDS)), ...change };
    const present = Object.fromEntries(
      Object.entries(data).filter((entry): entry is [string, string] => entry[1] !== null),
    );
    const sealer = createSealer(await this.#keys.unwrap(sealed.dataKey, wrappingContext(sealed.identityId)));
    return sealAll(sealer, sealed.identityId, sealed.version + 1, sealed.dataKey, present);
  }

  /** Seals what else is to end with this person's data key; undefined where that was destroyed. */
  async sealer(sealed: SealedPersonalData | undefined): Promise<Sealer | undefined> {
    if (!sealed?.dataKey) return undefined;
    return createSealer(await this.#keys.unwrap(sealed.dataKey, wrappingContext(sealed.identityId)));
  }

  /** Leads from a number to whoever held it before and closed: under a key of its own, which stays as long as the master key. */
  async formerDigest(normalised: string): Promise<string> {
    return mac(await this.#keys.derive('former-number'), normalised).toString('base64url');
  }

  /** The next version with nothing in it and no key to open an older copy with. */
  erased(sealed: SealedPersonalData): SealedPersonalData {
    const empty = Object.fromEntries(PERSONAL_FIELDS.map((field) => [field, null])) as Record<PersonalField, null>;
    return { ...empty, identityId: sealed.identityId, version: sealed.version + 1, dataKey: null };
  }
}

function sealAll(
  sealer: Sealer,
  identityId: string,
  version: number,
  dataKey: string,
  data: PersonalData,
): SealedPersonalData {
  const fields = Object.fromEntries(
    PERSONAL_FIELDS.map((field) => {
      const value = data[field];
      return [field, value === undefined ? null : sealer.seal(value, context(field, identityId, version))];
    }),
  ) as Record<PersonalField, string | null>;
  return { ...fields, identityId, version, dataKey };
}

function context(field: PersonalField, identityId: string, version: number): string {
  return `personal_data|${field}|${identityId}|${version}`;
}

function wrappingContext(identityId: string): string {
  return `personal_data|data_key|${identityId}`;
}
