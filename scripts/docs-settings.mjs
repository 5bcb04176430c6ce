/** Writes the table of settings into docs/guides/operate.md. */
import { readFileSync, writeFileSync } from 'node:fs';
import { build } from './build.mjs';
import { SETTINGS_PAGE, settingsTable, withSettings } from './settings-table.ts';

await build();
writeFileSync(SETTINGS_PAGE, withSettings(readFileSync(SETTINGS_PAGE, 'utf8'), await settingsTable('dist/src')));
console.log(`${SETTINGS_PAGE} lists the settings.`);
