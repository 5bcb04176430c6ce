import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createOutsideProviders, readOutsideSettings } from '../../../src/connectors/outside/index.js';
import type { OutsideProvider } from '../../../src/domain/authenticators/index.js';
import { systemClock } from '../../../src/shared/clock.js';

/** Providers as the service makes them of an operator's file; those at `privateOrigins` may be on this machine. */
export async function outsideProviders(
  entries: readonly object[],
  privateOrigins: readonly string[],
  onTrouble: (trouble: { provider: string; reason: string }) => void = () => undefined,
): Promise<readonly OutsideProvider[]> {
  return withFile(JSON.stringify(entries), async (file) =>
    createOutsideProviders(readOutsideSettings(file), { clock: systemClock, privateOrigins, onTrouble }),
  );
}

/** The faults that an operator is told of. */
export function outsideFaults(content: string): Promise<readonly string[]> {
  return withFile(content, async (file) => {
    try {
      readOutsideSettings(file);
      return [];
    } catch (error) {
      return (error as { faults: readonly string[] }).faults;
    }
  });
}

async function withFile<T>(content: string, use: (file: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'yihao-outside-'));
  try {
    const file = join(folder, 'providers.json');
    await writeFile(file, content);
    return await use(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The file that a service of its own reads. */
export async function outsideFile(entries: readonly object[]): Promise<{ file: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'yihao-outside-'));
  const file = join(folder, 'providers.json');
  await writeFile(file, JSON.stringify(entries), { mode: 0o600 });
  return { file, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** An operator's entry for a stranger (`startStranger`). */
export const strangerEntry = (id: string, issuer: string, more: object = {}) => ({
  id,
  protocol: 'openid',
  name: { zh: `${id}平台`, en: `The ${id} platform` },
  issuer,
  clientId: 'yihao',
  clientSecret: 'a secret of the test',
  ...more,
});
