/**
 * Builds dist/: TypeScript of src, migrations and examples file by file (esbuild, no bundle), the other files beside
 * it as they are, and the assets of the pages. Does nothing when nothing changed since the last build.
 *
 *     npm run build              npm run build -- --force
 */
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  globSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { SetupError } from './machine.mjs';

const SOURCES = ['src', 'migrations', 'examples'];
const STYLES = 'src/ui/styles';
const ASSETS = 'src/ui/assets';
/** What browsers get of other packages, and its name among our assets. */
const FOREIGN = {
  'govuk-frontend.min.js': 'node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.js',
  'webauthn.min.js': 'node_modules/@simplewebauthn/browser/dist/bundle/index.umd.min.js',
};
const STAMP = 'dist/build.json';

/** Every source file that belongs into dist/, tests apart. */
function sourceFiles() {
  return SOURCES.filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$|^\.|~$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function digestOf(texts) {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(text).update('\0');
  return hash.digest('hex').slice(0, 16);
}

/** Name, size and time of each file: enough to see a change, and fast. */
function fingerprint(files) {
  return digestOf(
    [...files, 'package-lock.json', 'scripts/build.mjs'].map((file) => {
      const { size, mtimeMs } = statSync(file);
      return `${file} ${size} ${mtimeMs}`;
    }),
  );
}

function readStamp() {
  return existsSync(STAMP) ? JSON.parse(readFileSync(STAMP, 'utf8')) : {};
}

function write(file, content) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

function copy(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
}

async function transpile(files) {
  const { build } = await import('esbuild');
  await build({
    entryPoints: files,
    outdir: 'dist',
    outbase: '.',
    format: 'esm',
    platform: 'node',
    target: 'node24',
    sourcemap: true,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    logLevel: 'silent',
  }).catch((error) => {
    throw new SetupError(error.message);
  });
}

/** The style sheets, only when one of them or the framework below them changed: sass takes over a second. */
async function buildStyles(previous) {
  if (!existsSync(STYLES)) return undefined;
  const files = globSync(`${STYLES}/**/*.scss`).sort();
  const govuk = readFileSync('node_modules/govuk-frontend/package.json', 'utf8');
  const digest = digestOf([govuk, ...files, ...files.map((file) => readFileSync(file, 'utf8'))]);
  const entries = files.filter((file) => dirname(file) === STYLES && !basename(file).startsWith('_'));
  const results = entries.map((file) => `dist/assets/${basename(file, '.scss')}.css`);
  if (previous === digest && results.every((file) => existsSync(file))) return digest;
  const sass = await import('sass');
  entries.forEach((entry, index) => {
    const { css } = sass.compile(entry, { loadPaths: ['node_modules'], style: 'compressed', quietDeps: true });
    write(results[index], css);
  });
  return digest;
}

/** `manifest.json` names a digest for each asset, so that a page can ask for it in a way that caches for ever. */
function writeManifest() {
  const manifest = {};
  for (const file of globSync('dist/assets/**/*.*').sort()) {
    if (file.endsWith('manifest.json')) continue;
    manifest[file.slice('dist/assets/'.length)] = digestOf([readFileSync(file)]);
  }
  write('dist/assets/manifest.json', JSON.stringify(manifest, null, 2));
}

/** A file whose source is gone must go too: a deleted migration would still run. */
function removeOrphans(expected) {
  const wanted = new Set(expected);
  for (const file of globSync('dist/{src,migrations,examples}/**/*')) {
    if (statSync(file).isFile() && !wanted.has(file)) rmSync(file);
  }
}

/** Brings dist/ up to date and answers whether there was anything to do. */
export async function build({ force = false } = {}) {
  const stamp = force ? {} : readStamp();
  const files = sourceFiles();
  const current = fingerprint(files);
  if (stamp.sources === current) return false;

  const isCode = (file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts');
  const isPageAsset = (file) => file.startsWith(`${ASSETS}/`);
  const code = files.filter(isCode);
  const others = files.filter((file) => !isCode(file) && !isPageAsset(file) && !/\.(scss|d\.ts|md)$/.test(file));
  const [styles] = await Promise.all([buildStyles(stamp.styles), code.length > 0 && transpile(code)]);
  for (const file of others) copy(file, join('dist', file));
  for (const file of files.filter(isPageAsset)) copy(file, join('dist/assets', file.slice(ASSETS.length + 1)));
  for (const [name, file] of Object.entries(FOREIGN)) copy(file, join('dist/assets', name));
  const compiled = code.map((file) => join('dist', `${file.slice(0, -extname(file).length)}.js`));
  removeOrphans([...compiled, ...compiled.map((file) => `${file}.map`), ...others.map((file) => join('dist', file))]);
  writeManifest();
  write(STAMP, JSON.stringify({ sources: current, styles }));
  return true;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const started = performance.now();
  const changed = await build({ force: process.argv.includes('--force') });
  const took = `${Math.round(performance.now() - started)} ms`;
  console.log(changed ? `dist/ is built (${took}).` : `dist/ was up to date (${took}).`);
}
