import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

const SCHEMES = ['light', 'dark', 'elder', 'elder, dark'] as const;
/** What carries words, and what they stand on: 4.5 : 1 (WCAG 2.2, 1.4.3); 7 : 1 in the elder mode (1.4.6). */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  ink: ['paper', 'card', 'pale', 'notice-pale', 'error-pale'],
  'ink-soft': ['paper', 'card', 'pale'],
  link: ['paper', 'card', 'pale', 'notice-pale'],
  'link-deep': ['paper', 'card', 'pale'],
  error: ['card', 'error-pale'],
  'on-action': ['action', 'action-deep', 'danger', 'danger-deep'],
  'on-success': ['success'],
  'focus-ink': ['focus'],
};
/** What is seen and not read: 3 : 1 (1.4.11). */
const SHAPES: Readonly<Record<string, readonly string[]>> = {
  'input-line': ['card', 'paper'],
  mark: ['card'],
  link: ['card'],
};

/** The colours of a scheme by name, from the style sheet itself. */
function colours(): ReadonlyMap<string, readonly string[]> {
  const source = readFileSync('src/ui/styles/_palette.scss', 'utf8');
  const rows = source.matchAll(/^ {2}([\w-]+): \(([#\da-f,\s]+)\),$/gm);
  return new Map([...rows].map(([, name, values]) => [name!, values!.match(/#[\da-f]{6}/g) ?? []]));
}

/** WCAG 2.2's relative luminance. */
function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

describe('the palette', () => {
  const palette = colours();
  const of = (name: string, scheme: number): string => palette.get(name)?.[scheme] ?? assert.fail(`no colour ${name}`);
  const ratios = (pairs: typeof WORDS): [pair: string, ratios: number[]][] =>
    Object.entries(pairs).flatMap(([above, grounds]) =>
      grounds.map((ground): [string, number[]] => [
        `${above} on ${ground}`,
        SCHEMES.map((_, scheme) => contrast(of(above, scheme), of(ground, scheme))),
      ]),
    );

  it('lets words be read in every scheme: 4.5 : 1, and 7 : 1 in the elder mode', () => {
    for (const [pair, found] of ratios(WORDS))
      for (const [scheme, ratio] of found.entries())
        assert.ok(ratio >= (scheme < 2 ? 4.5 : 7), `${pair}, ${SCHEMES[scheme]}: ${ratio.toFixed(2)}`);
  });

  it('lets shapes be told apart: 3 : 1', () => {
    for (const [pair, found] of ratios(SHAPES))
      for (const [scheme, ratio] of found.entries())
        assert.ok(ratio >= 3, `${pair}, ${SCHEMES[scheme]}: ${ratio.toFixed(2)}`);
  });

  it('has the figures that the brand guide prints', () => {
    // Rounded down: 4.49 is not 4.5.
    const shown = (ratio: number): string => (Math.floor(ratio * 10) / 10).toFixed(1);
    const table = [
      `| words on ground | ${SCHEMES.join(' | ')} |`,
      '|---|---|---|---|---|',
      ...ratios(WORDS).map(([pair, found]) => `| ${pair} | ${found.map(shown).join(' | ')} |`),
    ].join('\n');
    const guide = readFileSync('docs/guides/brand.md', 'utf8');
    assert.ok(guide.includes(table), `docs/guides/brand.md should print:\n\n${table}\n`);
  });
});
