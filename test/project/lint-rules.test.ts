import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

interface Plugin {
  readonly path: string;
}

/** One planted fault each: the rule of ours that must find it, the file it stands in, and what the file says. */
const PLANTED = [
  ['no-bare-redirect', 'src/journeys/planted.ts', "export const go = (ctx: Ctx) => ctx.redirect('/');\n"],
  ['no-bare-redirect', 'test/support/planted.ts', "export const go = ({ response }: Ctx) => response.redirect('/');\n"],
  [
    'no-private-keyword',
    'src/storage/field.ts',
    'export class Field {\n  private readonly one = 1;\n  two = this.one;\n}\n',
  ],
  [
    'no-private-keyword',
    'src/storage/parameter.ts',
    'export class Parameter {\n  constructor(private readonly one: 1) {}\n  two = () => this.one;\n}\n',
  ],
] as const;

const SOUND = [
  ['src/ui/page/see-other.ts', "export const seeOther = (ctx: Ctx) => ctx.redirect('/');\n"],
  ['src/storage/sound.ts', 'export class Sound {\n  readonly #one = 1;\n  protected two = this.#one;\n}\n'],
  ['src/journeys/sound.ts', "export const go = (ctx: Ctx) => seeOther(ctx, '/');\n"],
] as const;

describe('our own lint rules', () => {
  let folder: string;
  let found: string;

  before('lints a folder of planted faults with the settings of this project', () => {
    folder = mkdtempSync(join(tmpdir(), 'yihao-lint-'));
    const { $schema: _, vcs: __, ...settings } = JSON.parse(readFileSync('biome.json', 'utf8'));
    const plugins = settings.plugins.map((one: Plugin) => ({ ...one, path: resolve(one.path) }));
    const files = [...PLANTED.map(([, file, content]) => [file, content] as const), ...SOUND];
    for (const [file, content] of [['biome.json', JSON.stringify({ ...settings, plugins })] as const, ...files]) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), content);
    }
    const { stdout, stderr } = spawnSync(resolve('node_modules/.bin/biome'), ['lint', '--reporter=github', '.'], {
      cwd: folder,
      encoding: 'utf8',
    });
    found = stdout + stderr;
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const faultsIn = (file: string): string[] => found.split('\n').filter((line) => line.includes(`/${file},`));

  for (const [rule, file] of PLANTED) {
    it(`${rule} finds ${file}`, () => assert.equal(faultsIn(file).length, 1, found));
  }

  it('leave what is sound alone', () => {
    for (const [file] of SOUND) assert.deepEqual(faultsIn(file), [], found);
  });
});
