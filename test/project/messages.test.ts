import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { MESSAGES } from '../../src/domain/notifications/notifications.messages.js';
import type { Text } from '../../src/shared/text.js';
import { textFaults } from '../support/texts.js';

const FILES = globSync('src/**/*.{messages,errors}.ts').concat('src/shared/errors.ts').sort();
const isText = (value: object): value is Text => 'zh' in value && 'en' in value;

/** Every Text in a module's exports, with the way to it. */
function* textsIn(value: unknown, path: string, seen = new Set<object>()): Generator<[string, Text]> {
  if (typeof value !== 'object' || value === null || seen.has(value)) return;
  seen.add(value);
  if (isText(value)) yield [path, value];
  for (const [key, inner] of Object.entries(value)) yield* textsIn(inner, `${path}.${key}`, seen);
}

describe('public sentences', () => {
  it('are looked for where they are', () => {
    assert.ok(FILES.length > 5, FILES.join());
  });

  for (const file of FILES)
    it(`exist in both languages with the same places: ${file}`, async () => {
      const module: Record<string, unknown> = await import(pathToFileURL(file).href);
      const texts = Object.entries(module).flatMap(([name, value]) => [...textsIn(value, name)]);
      assert.ok(texts.length > 0, 'the file holds no sentence');
      const faults = texts.flatMap(([path, text]) => textFaults(text, path));
      assert.deepEqual(faults, []);
    });
});

describe('the guide to messages', () => {
  const guide = readFileSync('docs/guides/messages.md', 'utf8');

  it('names every message, and how many there are', () => {
    const names = Object.keys(MESSAGES);
    const table = guide.slice(0, guide.indexOf('## How a message leaves'));
    const named = [...table.matchAll(/`([a-z_]+)`/g)].map(([, name]) => name!);
    assert.deepEqual(named.sort(), names.sort());
    assert.ok(guide.includes(`Yihao sends ${names.length} messages.`));
  });
});
