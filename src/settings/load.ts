import { type Settings, schema } from './schema.js';

/** Every fault of the settings at once, one sentence each; never a value, since it may be a secret. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`The settings are wrong:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    this.faults = faults;
  }
}

/**
 * Reads the environment, the only place that does. An empty variable counts as unset; an unknown `YIHAO_` one is a
 * fault, since it is a misspelt one.
 * @throws SettingsError naming every fault
 */
export function loadSettings(environment: Readonly<Record<string, string | undefined>> = process.env): Settings {
  const known = new Set(Object.keys(schema.shape));
  const given = Object.fromEntries(Object.entries(environment).filter(([name, value]) => known.has(name) && value));
  const unknown = Object.keys(environment)
    .filter((name) => name.startsWith('YIHAO_') && !name.startsWith('YIHAO_TEST_') && !known.has(name))
    .map((name) => `${name} is not a setting`);
  const parsed = schema.safeParse(given);
  const faults = parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
  if (!parsed.success || unknown.length > 0) throw new SettingsError([...faults, ...unknown]);
  return Object.freeze(parsed.data);
}
