/** The operator commands: `npm run yihao -- --help` lists them. */

import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from './build.mjs';

await build();
process.argv[1] = resolve('dist/src/cli.js');
await import(pathToFileURL(process.argv[1]).href);
