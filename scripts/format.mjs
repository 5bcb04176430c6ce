/** Formats every file and applies the fixes that are safe. */
import { spawnSync } from 'node:child_process';

const files = process.argv.slice(2);
const biome = ['node_modules/@biomejs/biome/bin/biome', 'check', '--write', ...files];
process.exitCode = spawnSync(process.execPath, biome, { stdio: 'inherit' }).status ?? 1;
