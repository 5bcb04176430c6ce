/** Writes docs/errors.md. */
import { writeFileSync } from 'node:fs';
import { build } from './build.mjs';
import { readErrors, renderErrors } from './errors-catalogue.ts';

await build();
const entries = await readErrors('dist/src');
writeFileSync('docs/errors.md', renderErrors(entries));
console.log(`docs/errors.md lists ${entries.length} errors.`);
