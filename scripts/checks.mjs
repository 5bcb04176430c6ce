/**
 * The checks that need no running server. Run all, or those named:
 *
 *     node scripts/setup.mjs checks types lint imports unused
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkImports } from './import-rules.ts';

/** Runs a tool of node_modules with this Node; answers its exit code and all it said. */
function tool(file, ...args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join('node_modules', file), ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('close', (code) => resolve({ passed: code === 0, output }));
  });
}

export const CHECKS = {
  types: {
    title: 'type check',
    run: () => tool('typescript/bin/tsc', '--project', '.', '--pretty', 'false'),
  },
  lint: {
    title: 'lint and format',
    run: () => tool('@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '--colors=off', '--max-diagnostics=60'),
  },
  imports: {
    title: 'import rules',
    run: async () => {
      const folders = ['src', 'migrations', 'examples', 'scripts', 'test', 'bench'].filter((folder) =>
        existsSync(folder),
      );
      const { violations, modules, imports, circles } = await checkImports(folders);
      return {
        passed: violations.length === 0,
        output: violations.join('\n'),
        note: `${modules} modules, ${imports} imports, ${circles} circles`,
      };
    },
  },
  unused: {
    title: 'unused files, exports and packages',
    run: () => tool('knip/bin/knip.js', '--no-progress', '--no-config-hints'),
  },
};

/** Runs one check and prints what it says when it fails; answers whether it passed. */
export async function runCheck(name) {
  const { title, run } = CHECKS[name];
  const started = performance.now();
  const { passed, output, note } = await run();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${passed ? '✔' : '✖'} ${title} (${note ? `${note}, ` : ''}${seconds} s)`);
  if (!passed) console.log(output.trimEnd());
  return passed;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const asked = process.argv.slice(2);
  const names = asked.length > 0 ? asked : Object.keys(CHECKS);
  const unknown = names.filter((name) => !(name in CHECKS));
  if (unknown.length > 0) {
    console.error(`There is no check "${unknown[0]}"; there are: ${Object.keys(CHECKS).join(', ')}.`);
    process.exit(1);
  }
  const results = await Promise.all(names.map(runCheck));
  process.exitCode = results.every(Boolean) ? 0 : 1;
}
