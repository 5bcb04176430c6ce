/** The production entry: builds when dist/ is not up to date, then becomes the service. */

import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from './build.mjs';

await build();
process.argv[1] = resolve('dist/src/main.js');
await import(pathToFileURL(process.argv[1]).href);
