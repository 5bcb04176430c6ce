import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { checkImports } from '../../scripts/import-rules.js';

/** One planted import each: the rule that must find it, the file it stands in, and what the file says. */
const PLANTED: readonly (readonly [rule: string, file: string, content: string])[] = [
  ['no-cycles', 'src/shared/a.ts', "import { b } from './b.js';\nexport const a = () => b;\n"],
  ['no-cycles', 'src/shared/t.ts', "import type { U } from './u.js';\nexport interface T {\n  u: U;\n}\n"],
  ['no-unresolvable', 'src/shared/lost.ts', "import './nowhere.js';\n"],
  ['no-development-package-in-the-service', 'src/web/tool.ts', "import 'esbuild';\n"],
  [
    'shared-knows-nobody',
    'src/shared/up.ts',
    "import type { Person } from '../domain/people/index.js';\nexport type P = Person;\n",
  ],
  ['settings-know-only-shared', 'src/settings/up.ts', "import '../domain/people/index.js';\n"],
  ['domain-knows-only-shared', 'src/domain/people/page.ts', "import '../../ui/page.js';\n"],
  ['records-know-no-rule', 'src/domain/records/rule.ts', "import '../people/index.js';\n"],
  ['domain-knows-no-framework', 'src/domain/people/koa.ts', "import Koa from 'koa';\nexport const app = new Koa();\n"],
  ['domain-folders-meet-through-index', 'src/domain/places/peek.ts', "import '../people/person.js';\n"],
  ['domain-is-entered-through-index', 'src/web/peek.ts', "import '../domain/people/person.js';\n"],
  [
    'the-house-is-handed-to-rooms',
    'src/domain/places/greedy.ts',
    "import type { House } from '../house.js';\nexport type H = House;\n",
  ],
  [
    'the-house-is-handed-to-rooms',
    'src/provider/greedy.ts',
    "import type { House } from '../domain/house.js';\nexport type H = House;\n",
  ],
  ['ui-knows-only-shared', 'src/ui/rule.ts', "import '../domain/people/index.js';\n"],
  ['sections-know-no-room', 'src/sections/room.ts', "import '../account/gate.js';\n"],
  ['stores-and-connectors-serve-the-domain', 'src/storage/up.ts', "import '../container.js';\n"],
  [
    'stores-and-connectors-serve-the-domain',
    'src/connectors/up.ts',
    "import type { Section } from '../sections/section.js';\nexport type S = Section;\n",
  ],
  ['storage-knows-no-connector', 'src/storage/side.ts', "import '../connectors/mail.js';\n"],
  ['connectors-know-no-storage', 'src/connectors/side.ts', "import '../storage/rows.js';\n"],
  [
    'only-the-container-picks-stores-and-connectors',
    'src/journeys/login/rows.tsx',
    "import '../../storage/rows.js';\n",
  ],
  ['rooms-do-not-reach-up', 'src/account/up.ts', "import '../web/app.js';\n"],
  ['web-does-not-reach-up', 'src/web/up.ts', "import '../container.js';\n"],
  ['nobody-imports-an-entry', 'src/connectors/entry.ts', "import '../main.js';\n"],
  ['rooms-are-separate', 'src/journeys/login/inside.ts', "import '../../provider/adapter.js';\n"],
  ['rooms-are-separate', 'src/account/history/inside.ts', "import '../../provider/adapter.js';\n"],
  ['rooms-are-separate', 'src/departments/walk.ts', "import '../journeys/consent/steps.js';\n"],
  ['rooms-are-separate', 'src/account/walk.ts', "import '../journeys/consent/steps.js';\n"],
  ['rooms-are-separate', 'src/journeys/login/account.ts', "import '../../account/gate.js';\n"],
  ['account-sections-are-separate', 'src/account/sessions/neighbour.ts', "import '../data/export.js';\n"],
  ['journeys-are-separate', 'src/journeys/login/neighbour.ts', "import '../consent/steps.js';\n"],
  ['protocol-library-stays-in-provider', 'src/web/protocol.ts', "import 'oidc-provider';\n"],
  ['orm-stays-in-storage', 'src/web/orm.ts', "import 'typeorm';\n"],
  ['migrations-stand-alone', 'migrations/1-add-rows.ts', "import '../src/shared/word.js';\n"],
  ['examples-stand-alone', 'examples/tax/inside.ts', "import '../../src/shared/word.js';\n"],
  ['the-service-needs-no-test', 'src/web/test.ts', "import '../../test/support.js';\n"],
];

/** Harmless files that the planted ones reach for. */
const SOUND: Readonly<Record<string, string>> = {
  'src/shared/word.ts': 'export const word = 1;\n',
  'src/shared/u.ts': "import type { T } from './t.js';\nexport interface U {\n  t: T;\n}\n",
  'src/shared/b.ts': "import { a } from './a.js';\nexport const b = () => a;\n",
  'src/domain/people/person.ts': 'export interface Person {\n  id: string;\n}\n',
  'src/domain/people/index.ts': "export type { Person } from './person.js';\n",
  'src/domain/house.ts':
    "import type { Person } from './people/index.js';\nexport type House = { people: Person[] };\n",
  'src/journeys/consent/entrance.ts':
    "import type { House } from '../../domain/house.js';\nexport type C = Pick<House, 'people'>;\n",
  'src/ui/page.tsx': 'export const page = 1;\n',
  'src/storage/rows.ts': "import type { Person } from '../domain/people/index.js';\nexport type Row = Person;\n",
  'src/connectors/mail.ts': 'export const mail = 1;\n',
  'src/sections/section.ts': 'export interface Section {\n  path: string;\n}\n',
  'src/provider/adapter.ts': "import 'oidc-provider';\n",
  'src/provider/interactions.ts': "import './adapter.js';\n",
  'src/journeys/consent/steps.ts': "import '../../provider/interactions.js';\n",
  'src/account/gate.ts': "import '../provider/interactions.js';\n",
  'src/account/data/export.ts': "import '../gate.js';\n",
  'src/web/app.ts': "import '../journeys/consent/steps.js';\n",
  'src/container.ts': "import './storage/rows.js';\nimport './connectors/mail.js';\nimport './web/app.js';\n",
  'src/main.ts': "import './container.js';\n",
  'test/support.ts': "import '../src/storage/rows.js';\n",
  'package.json': JSON.stringify({
    type: 'module',
    dependencies: { koa: '*', 'oidc-provider': '*', typeorm: '*' },
    devDependencies: { esbuild: '*' },
  }),
};

describe('import rules', () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'yihao-imports-'));
    for (const [file, content] of [
      ...Object.entries(SOUND),
      ...PLANTED.map(([, file, text]) => [file, text] as const),
    ]) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), content);
    }
    symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  it('find every planted violation, and nothing in sound files', async () => {
    const { violations, circles } = await checkImports(['src', 'migrations', 'examples', 'test'], folder);
    assert.equal(circles, 2, 'one of values and one of types alone');
    const missed = PLANTED.filter(
      ([rule, file]) => !violations.some((violation) => violation.startsWith(`${rule}: ${file} `)),
    );
    assert.deepEqual(missed, [], `found only:\n${violations.join('\n')}`);
    const plantedFiles = new Set(PLANTED.map(([, file]) => file).concat('src/shared/b.ts', 'src/shared/u.ts'));
    const innocent = violations.filter((violation) => !plantedFiles.has(violation.split(' ')[1] ?? ''));
    assert.deepEqual(innocent, []);
  });

  it('fail when they saw no TypeScript module', async () => {
    const empty = mkdtempSync(join(tmpdir(), 'yihao-imports-'));
    try {
      mkdirSync(join(empty, 'src'));
      writeFileSync(join(empty, 'src/only.js'), 'export const one = 1;\n');
      const { violations, modules } = await checkImports(['src'], empty);
      assert.equal(modules, 0);
      assert.equal(violations.length, 1);
    } finally {
      rmSync(empty, { recursive: true });
    }
  });
});
