import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { LIMITS, type Limit } from '../../src/domain/limits.js';

const MINUTE = 60;
const UNITS = { day: 24 * 60 * MINUTE, hour: 60 * MINUTE, minute: MINUTE } as const;

/** A time as the guide writes it: `day`, `10 minutes`. */
function inWords(seconds: number | string): string {
  if (typeof seconds === 'string') return seconds;
  const [unit, length] = Object.entries(UNITS).find(([, each]) => seconds % each === 0)!;
  return seconds === length ? unit : `${seconds / length} ${unit}s`;
}

const minutes = (seconds: number): number => seconds / MINUTE;

function lineOf({ what, most, per, pauses, apart, reason }: Limit): string {
  const pause = pauses
    ? `a pause of ${pauses.map(minutes).join(', ')} minutes`
    : apart
      ? `${minutes(apart)} minute apart`
      : '';
  return `| ${what} | ${most} a ${inWords(per)} | ${pause} | ${reason} |`;
}

describe('limits on what people do', () => {
  it('stand in the operators’ guide as they are', () => {
    const guide = readFileSync('docs/guides/operate.md', 'utf8');
    const table = guide.slice(guide.indexOf('## Limits'));
    const lines = table.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| what'));
    const expected = Object.values(LIMITS).map(lineOf);
    assert.deepEqual(lines.slice(0, expected.length), expected);
  });

  it('are each asked for somewhere, and counted nowhere else by a number of its own', () => {
    const files = globSync('src/**/*.{ts,tsx}', { exclude: ['**/*.test.*', 'src/domain/limits.ts'] });
    const sources = files.map((file) => readFileSync(file, 'utf8'));
    const all = sources.join('\n');
    const idle = Object.keys(LIMITS).filter((name) => !all.includes(`LIMITS.${name}`) && !all.includes(`'${name}'`));
    assert.deepEqual(idle, []);
    for (const [, argument] of all.matchAll(/ephemeral\.count\([^,]+, ([^)]+)\)/g)) assert.equal(argument, 'per');
  });
});
