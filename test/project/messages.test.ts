import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { MESSAGES } from '../../src/domain/notifications/notifications.messages.js';
import type { Text } from '../../src/shared/text.js';

const FILES = globSync('src/**/*.{messages,errors}.ts').concat('src/shared/errors.ts').sort();
const CJK = /\p{Script=Han}/u;
/** Whether there are words between the places at all: `{claim}（{value}）` has none to translate. */
const hasWords = (sentence: string): boolean => /\p{Letter}/u.test(sentence.replace(/\{\w+\}/g, ''));
const placesOf = (sentence: string): string[] => [...sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!).sort();

const isText = (value: object): value is Text => 'zh' in value && 'en' in value;

/** Every Text in a module's exports, with the way to it. */
function* textsIn(value: unknown, path: string, seen = new Set<object>()): Generator<[string, Text]> {
  if (typeof value !== 'object' || value === null || seen.has(value)) return;
  seen.add(value);
  if (isText(value)) {
    yield [path, value];
    return;
  }
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
      const faults = texts.flatMap(([path, { zh, en }]) => [
        ...(typeof zh === 'string' && zh.trim() ? [] : [`${path}: no Chinese`]),
        ...(typeof en === 'string' && en.trim() ? [] : [`${path}: no English`]),
        ...(CJK.test(String(zh)) || !hasWords(String(zh)) ? [] : [`${path}: the Chinese is none`]),
        ...(CJK.test(String(en)) ? [`${path}: the English holds Chinese`] : []),
        ...(placesOf(String(zh)).join() === placesOf(String(en)).join() ? [] : [`${path}: the places differ`]),
        ...(/[,;?!]/.test(String(zh)) && CJK.test(String(zh)) && /\p{Script=Han}[,;?!]/u.test(String(zh))
          ? [`${path}: Western punctuation in Chinese`]
          : []),
      ]);
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
