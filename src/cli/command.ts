import { userInfo } from 'node:os';
import { createDomain, type Domain, type Foundation, openForOperator } from '../container/index.js';
import { loadSettings } from '../settings/index.js';

/** What an operator's command works with. */
export interface Operation extends Foundation {
  readonly domain: Domain;
  /** For the audit: who gave the command, as the operating system knows them. */
  readonly operator: string;
}

/**
 * Runs one command over the stores that the settings name, and closes them whatever happens.
 * @param needsSchema refuse an outdated schema in one sentence; only `migrate` works on one
 */
export async function operate(work: (operation: Operation) => Promise<void>, needsSchema = true): Promise<void> {
  const foundation = await openForOperator(loadSettings());
  try {
    if (needsSchema) await foundation.database.migrations.assertCurrent();
    await work({ ...foundation, domain: createDomain(foundation), operator: userInfo().username });
  } finally {
    await foundation.close();
  }
}

/** Prints one line. Commands speak English; what they print may be read by a program. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
