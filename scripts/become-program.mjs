import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from './build.mjs';

const SETTINGS_FILE = 'config/.env';

/** Brings dist/ up to date and goes on as this program of it, in this process, with the settings of config/.env. */
export async function becomeProgram(program) {
  if (existsSync(SETTINGS_FILE)) process.loadEnvFile(SETTINGS_FILE);
  await build();
  process.setSourceMapsEnabled(true);
  process.argv[1] = resolve(program);
  await import(pathToFileURL(process.argv[1]).href);
}
