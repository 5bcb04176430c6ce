import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { CitizenNumber, checkCharacter, parseName } from '../../domain/identities/index.js';
import { createSimulatedRegistry } from './simulated-registry.js';
import { SYNTHETIC_CITIZENS, SyntheticCitizens } from './synthetic-citizens.js';
import { COUNTIES } from './synthetic-lists.js';

const anyIndex = fc.integer({ min: 0, max: SYNTHETIC_CITIZENS - 1 });

function valid(head: string, date: string, order: string): string {
  const seventeen = head + date + order;
  return seventeen + checkCharacter(seventeen);
}

describe('synthetic citizens', () => {
  const citizens = new SyntheticCitizens();

  it('have valid numbers that agree with their birth date, gender and county, and a name that passes the form', () => {
    fc.assert(
      fc.property(anyIndex, (index) => {
        const citizen = citizens.citizen(index);
        const parsed = CitizenNumber.parse(citizen.number);
        assert.ok(parsed.ok);
        assert.equal(parsed.number.normalised, citizen.number);
        assert.equal(parsed.number.birthdate, citizen.birthdate);
        assert.equal(parsed.number.gender, citizen.gender);
        assert.equal(citizen.number.slice(0, 6), citizen.residence);
        assert.deepEqual(parseName(citizen.name), { ok: true, name: citizen.name });
        assert.match(citizen.phone, /^\+86142\d{8}$/);
      }),
    );
  });

  it('are the same for the same seed and others for another', () => {
    const again = new SyntheticCitizens();
    const other = new SyntheticCitizens('other');
    for (const index of [0, 1, 999_999]) {
      assert.deepEqual(again.citizen(index), citizens.citizen(index));
      assert.notEqual(other.citizen(index).number, citizens.citizen(index).number);
    }
  });

  it('can be found by their number, whatever the seed', () => {
    fc.assert(
      fc.property(anyIndex, fc.string(), (index, seed) => {
        const some = new SyntheticCitizens(seed);
        assert.equal(some.indexOf(some.citizen(index).number), index);
      }),
    );
    assert.equal(citizens.indexOf('11010519491231002X'), undefined);
    assert.equal(citizens.indexOf('110105194413310020'), undefined);
    assert.equal(citizens.indexOf('CAN110078080102'), undefined);
  });

  it('can be found though they were born on the first or the last of the days', () => {
    const days = new Set<string>();
    for (let index = 0; index < 100_000; index += 1) {
      const { birthdate, number } = citizens.citizen(index);
      if (birthdate !== '1945-01-01' && birthdate !== '2007-12-31') continue;
      assert.equal(citizens.indexOf(number), index);
      days.add(birthdate);
    }
    assert.equal(days.size, 2);
  });

  it('never share a number', () => {
    const numbers = new Set(Array.from({ length: 20_000 }, (_, index) => citizens.citizen(index).number));
    assert.equal(numbers.size, 20_000);
  });

  it('live in different counties', () => {
    const counties = new Set(Array.from({ length: 2_000 }, (_, index) => citizens.citizen(index).residence));
    assert.ok(counties.size > COUNTIES.length / 2, `${counties.size} counties`);
    assert.equal(new Set(COUNTIES).size, COUNTIES.length);
  });

  it('exist from 0 to 9,999,999 only', () => {
    for (const index of [-1, 0.5, SYNTHETIC_CITIZENS]) assert.throws(() => citizens.citizen(index), RangeError);
  });
});

describe('simulated registry', () => {
  const citizens = new SyntheticCitizens();
  const registry = createSimulatedRegistry(citizens);

  it('says that it is simulated', () => assert.equal(registry.simulated, true));

  it('matches a synthetic citizen with their own name only', async () => {
    const { name, number, residence } = citizens.citizen(12);
    assert.deepEqual(await registry.match({ name, number }), { outcome: 'matched', residence });
    assert.deepEqual(await registry.match({ name: `${name}二`, number }), { outcome: 'mismatch' });
  });

  it('matches any other valid number with any name, so that a visitor can register', async () => {
    const answer = await registry.match({ name: '张三丰', number: '11010519491231002X' });
    assert.deepEqual(answer, { outcome: 'matched', residence: '110105' });
    const permit = valid('810000', '19900101', '001');
    assert.deepEqual(await registry.match({ name: '陈大文', number: permit }), { outcome: 'matched' });
  });

  it('gives the answers that the guide promises for its examples', async () => {
    const guide = readFileSync(new URL('../../../docs/guides/population-registry.md', import.meta.url), 'utf8');
    const rows = [...guide.matchAll(/^\| [^|]+ \| ([a-z ]+)[^|]*\| `(\d{17}[\dX])` \|$/gm)];
    assert.equal(rows.length, 5);
    for (const [, promised, number] of rows) {
      const { outcome } = await registry.match({ name: '张三丰', number: number! });
      assert.equal(outcome.replace('_', ' '), promised!.trim());
    }
  });

  it('tells birth date and gender where the number does not', async () => {
    const answer = await registry.match({ name: 'JOHN SMITH', number: 'CAN110078080102' });
    assert.equal(answer.outcome, 'matched');
    assert.match((answer.outcome === 'matched' && answer.birthdate) || '', /^19\d\d-\d\d-\d\d$/);
  });

  const rules: readonly (readonly [string, string])[] = [
    ['990', 'mismatch'],
    ['992', 'mismatch'],
    ['993', 'not_found'],
    ['995', 'not_found'],
    ['996', 'deceased'],
    ['998', 'deceased'],
    ['999', 'unavailable'],
  ];
  for (const [order, outcome] of rules) {
    it(`answers ${outcome} for order code ${order}`, async () => {
      const number = valid('110105', '19900101', order);
      assert.equal((await registry.match({ name: '张三', number })).outcome, outcome);
    });
  }
});
