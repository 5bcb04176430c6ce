import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const IGNORED = new Set(readFileSync('.gitignore', 'utf8').split('\n').map(nameOf));

function nameOf(line: string): string {
  return line.trim().replaceAll(/^\/|\/$/g, '');
}

/** The project's files below a folder: what Git does not ignore, found without asking Git, and nothing hidden. */
function filesOf(folder = ''): string[] {
  return readdirSync(folder || '.', { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.name.startsWith('.') || IGNORED.has(entry.name) || IGNORED.has(path)) return [];
    return entry.isDirectory() ? filesOf(path) : [path];
  });
}

const pages = filesOf().filter((file) => file.endsWith('.md'));

/** Where a page points within the project: links and pictures, in Markdown and in HTML, outside of code blocks. */
function linksOf(page: string): string[] {
  const text = readFileSync(page, 'utf8').replaceAll(/^ *```[\s\S]*?^ *```/gm, '');
  return [...text.matchAll(/\]\(([^)\s]+)\)|(?:src|href)="([^"]+)"/g)]
    .map(([, markdown, html]) => (markdown ?? html)!)
    .filter((link) => !/^[a-z]+:/.test(link));
}

/** The name GitHub gives a heading to be linked to. */
function anchorsOf(page: string): string[] {
  const headings = readFileSync(page, 'utf8').matchAll(/^#+ (.*)$/gm);
  return [...headings].map(([, title]) =>
    title!
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe('the project’s pages', () => {
  it('point to files and headings that exist', () => {
    assert.ok(pages.includes('README.md'));
    const dead = pages.flatMap((page) =>
      linksOf(page)
        .filter((link) => {
          const [path = '', anchor] = link.split('#');
          const target = path === '' ? page : join(dirname(page), path);
          if (!existsSync(target)) return true;
          return anchor !== undefined && target.endsWith('.md') && !anchorsOf(target).includes(anchor);
        })
        .map((link) => `${page}: ${link}`),
    );
    assert.deepEqual(dead, []);
  });

  it('can be reached from README.md: every guide', () => {
    const readme = readFileSync('README.md', 'utf8');
    const guides = pages.filter((page) => page.startsWith('docs/guides/'));
    assert.ok(guides.length > 0);
    assert.deepEqual(
      guides.filter((guide) => !readme.includes(`(${guide})`)),
      [],
    );
  });

  it('name scripts that exist', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
    const named = pages.flatMap((page) =>
      [...readFileSync(page, 'utf8').matchAll(/\bnpm run ([a-z][a-z:-]*)/g)].map(([, name]) => name!),
    );
    assert.ok(named.length > 0);
    assert.deepEqual(
      named.filter((name) => !(name in scripts)),
      [],
    );
  });
});

describe('docs/ARCHITECTURE.md', () => {
  const map = readFileSync('docs/ARCHITECTURE.md', 'utf8');

  it('names every room of src/, every folder in it, and every folder of the project', () => {
    const folders = new Set<string>();
    for (const file of filesOf()) {
      const [top, room, folder, inner] = file.split('/');
      if (room !== undefined && top !== 'src') folders.add(`${top}/`);
      if (top !== 'src' || folder === undefined) continue;
      folders.add(`src/${room}/`);
      if (inner !== undefined) folders.add(folder);
    }
    const missing = [...folders].filter((name) =>
      name.endsWith('/') ? !map.includes(`\`${name}\``) : !new RegExp(`\\b${name.replace('-', '[- ]')}\\b`).test(map),
    );
    assert.deepEqual(missing, []);
  });

  it('names no file or folder that is gone', () => {
    const named = [...map.matchAll(/`((?:src|docs|test|migrations|examples|scripts|bench|config)\/[^`\s]*)`/g)];
    const gone = named.map(([, path]) => path!).filter((path) => !existsSync(path));
    assert.deepEqual(gone, []);
  });

  it('has no folder in src with more than 20 files beside each other, tests apart', () => {
    const flat = new Map<string, number>();
    for (const file of filesOf()) {
      if (!file.startsWith('src/') || /\.test\.tsx?$/.test(file)) continue;
      flat.set(dirname(file), (flat.get(dirname(file)) ?? 0) + 1);
    }
    assert.ok(flat.size > 20);
    assert.deepEqual(
      [...flat].filter(([, files]) => files > 20),
      [],
    );
  });

  it('is one page', () => {
    assert.ok(map.split('\n').length <= 100, `${map.split('\n').length} lines`);
  });
});
