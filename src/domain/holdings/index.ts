import type { Text } from '../../shared/text.js';
import type { Repositories } from '../records/index.js';
import { FIELDS } from './fields.messages.js';
import type { EraseStores, Holding, Sweep } from './holding.js';
import { HOLDINGS as ALL } from './holdings.js';

export type { EraseStores, ExportReading, ExportRow, ToldEvent } from './holding.js';
export { ENDED_DELEGATION_DAYS, KNOWN_DEVICE_DAYS } from './holdings.js';

export const HOLDINGS: Readonly<Record<string, Holding>> = ALL;
const HELD = Object.values(HOLDINGS);

/** One chapter of the citizen's copy, by its name in the JSON, with the table it comes from. */
export const CHAPTERS = HELD.flatMap(({ tables, exported }) =>
  typeof exported === 'string'
    ? []
    : Object.entries(exported).map(([name, chapter]) => ({ name, table: tables[0]!, ...chapter })),
);

/** What the copy calls a field; undefined for one that only another version knows. */
export const fieldWords = (field: string): Text | undefined =>
  Object.hasOwn(FIELDS, field) ? FIELDS[field as keyof typeof FIELDS] : undefined;

/**
 * Removes what a closed identity had, inside the caller's transaction. What is sealed under its data key ends with that
 * key, which the caller destroys.
 */
export async function eraseHoldings(stores: EraseStores, identityId: string, at: Date): Promise<void> {
  for (const { erased } of HELD) if (typeof erased === 'function') await erased(stores, identityId, at);
}

/** Every sweep there is, of one table or of what belongs together. */
export const SWEEPS: readonly ((stores: Repositories, sweep: Sweep) => Promise<number>)[] = HELD.flatMap(
  ({ swept }) => swept ?? [],
);
