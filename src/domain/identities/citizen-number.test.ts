import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { CitizenNumber, checkCharacter, normaliseNumber } from './citizen-number.js';

const clock = { now: () => new Date('2026-06-30T12:00:00Z') };

function accepted(text: string): CitizenNumber {
  const result = CitizenNumber.parse(text, clock);
  assert.ok(result.ok, `${text} was refused: ${result.ok ? '' : result.reason}`);
  return result.number;
}

function refused(text: string): string {
  const result = CitizenNumber.parse(text, clock);
  assert.ok(!result.ok, `${text} was accepted`);
  return result.reason;
}

/** A number that can exist: any county, any day from 1900 to 2025, any order code, any of the kinds with 18 characters. */
const validNumber = fc
  .record({
    head: fc.oneof(
      fc.integer({ min: 100000, max: 809999 }).map(String),
      fc.constantFrom('810000', '820000', '830000'),
      fc.integer({ min: 900000, max: 999999 }).map(String),
    ),
    day: fc.integer({ min: Date.UTC(1900, 0, 1) / 86_400_000, max: Date.UTC(2025, 11, 31) / 86_400_000 }),
    order: fc.integer({ min: 0, max: 999 }),
  })
  .map(({ head, day, order }) => {
    const date = new Date(day * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '');
    const seventeen = head + date + String(order).padStart(3, '0');
    return seventeen + checkCharacter(seventeen);
  });

describe('citizen ID number', () => {
  describe('accepts', () => {
    it('the examples of GB 11643-1999', () => {
      const first = accepted('11010519491231002X');
      assert.equal(first.normalised, '11010519491231002X');
      assert.equal(first.kind, 'citizen');
      assert.equal(first.birthdate, '1949-12-31');
      assert.equal(first.gender, 'female');
      const second = accepted('440524188001010014');
      assert.equal(second.birthdate, '1880-01-01');
      assert.equal(second.gender, 'male');
    });

    it('15 digits, inserting 19 and computing the check character', () => {
      assert.equal(accepted('110105491231002').normalised, '11010519491231002X');
      assert.equal(accepted('110105491231002').gender, 'female');
    });

    it('residence permits of Hong Kong, Macao and Taiwan', () => {
      for (const region of ['810000', '820000', '830000']) {
        const seventeen = `${region}19900101001`;
        assert.equal(accepted(seventeen + checkCharacter(seventeen)).kind, 'residence_permit');
      }
    });

    it('permanent-resident IDs of both designs', () => {
      const today = accepted('911398199012310021');
      assert.equal(today.kind, 'permanent_resident');
      assert.equal(today.birthdate, '1990-12-31');
      assert.equal(today.gender, 'female');
      const old = accepted(' can 1100 7808 0102');
      assert.equal(old.kind, 'permanent_resident_old');
      assert.equal(old.normalised, 'CAN110078080102');
      assert.equal(old.birthdate, undefined);
      assert.equal(old.gender, undefined);
    });

    it('county codes that nobody lists any more, or ever did', () => {
      for (const county of ['511028', '422129', '199999']) {
        const seventeen = `${county}19800101001`;
        accepted(seventeen + checkCharacter(seventeen));
      }
    });

    it('full-width characters, spaces of all kinds and a small x', () => {
      const spellings = [
        '11010519491231002x',
        '１１０１０５１９４９１２３１００２Ｘ',
        '１１０１０５１９４９１２３１００２ｘ',
        '110105 19491231 002X',
        '\u3000110105\u00a019491231\u2009002x\t\r\n',
        '\u200b11010519491231002X\ufeff',
        '\u202a110105\u20601949\u00ad1231002X\u202c',
        '１１０１０５　４９１２３１　００２',
      ];
      for (const spelling of spellings) assert.equal(accepted(spelling).normalised, '11010519491231002X', spelling);
    });

    it('a leap day, and today by the calendar of Beijing though it is yesterday in London', () => {
      accepted(`11010520000229001${checkCharacter('11010520000229001')}`);
      const evening = { now: () => new Date('2026-06-30T16:00:00Z') };
      const july = `11010520260701001${checkCharacter('11010520260701001')}`;
      assert.ok(CitizenNumber.parse(july, evening).ok);
      assert.ok(!CitizenNumber.parse(july, { now: () => new Date('2026-06-30T15:59:59Z') }).ok);
    });
  });

  describe('refuses, saying why', () => {
    const withCheck = (seventeen: string) => seventeen + checkCharacter(seventeen);
    const cases: readonly (readonly [string, string, string])[] = [
      ['nothing', '', 'length'],
      ['spaces', '  \u3000 ', 'length'],
      ['17 characters', '11010519491231002', 'length'],
      ['19 characters', '11010519491231002X0', 'length'],
      ['a letter in the middle', '1101051949A231002X', 'characters'],
      ['X before the end', '1101051949123100X2', 'characters'],
      ['digits of another script', '١١٠١٠٥١٩٤٩١٢٣١٠٠٢X', 'characters'],
      ['X at the end of 15', '11010549123100X', 'characters'],
      ['two letters and 13 digits', 'CA1110078080102', 'characters'],
      ['a NUL character', '1101051949123100\u00002', 'characters'],
      ['an emoji', '1101051949123100😀', 'characters'],
      ['a first digit 0', withCheck('01010519491231002'), 'region'],
      ['15 digits that begin with 9', '911398901231002', 'region'],
      ['30 February', withCheck('11010519900230001'), 'birthdate'],
      ['29 February of no leap year', withCheck('11010519000229001'), 'birthdate'],
      ['month 13', withCheck('11010519901301001'), 'birthdate'],
      ['month 0', withCheck('11010519900001001'), 'birthdate'],
      ['day 0', withCheck('11010519900100001'), 'birthdate'],
      ['31 April in 15 digits', '110105900431001', 'birthdate'],
      ['tomorrow', withCheck('11010520260701001'), 'birthdate'],
      ['year 1', withCheck('11010500010101001'), 'birthdate'],
      ['a wrong check character', '110105194912310021', 'check'],
    ];
    for (const [what, text, reason] of cases) {
      it(`${what}: ${reason}`, () => assert.equal(refused(text), reason));
    }
  });

  it('finds every single-character error in 18 characters', () => {
    fc.assert(
      fc.property(validNumber, fc.nat(17), (number, at) => {
        accepted(number);
        for (const other of '0123456789XABZ') {
          if (other !== number[at]) refused(number.slice(0, at) + other + number.slice(at + 1));
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('finds every adjacent transposition in 18 characters', () => {
    fc.assert(
      fc.property(validNumber, (number) => {
        for (let at = 0; at < 17; at += 1) {
          if (number[at] === number[at + 1]) continue;
          refused(number.slice(0, at) + number[at + 1] + number[at] + number.slice(at + 2));
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('normalises idempotently, any text at all', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.string({ unit: fc.constantFrom('１', 'ｘ', ' ', '\u3000', '̈', 'ß', '½', '\u200b') }),
        ),
        (text) => {
          const once = normaliseNumber(text);
          assert.equal(normaliseNumber(once), once);
        },
      ),
    );
  });

  it('gives the same number for each of its spellings', () => {
    const wide = (text: string) => text.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0));
    const spelling = fc.record({
      wide: fc.boolean(),
      small: fc.boolean(),
      gap: fc.constantFrom('', ' ', '\u3000', '\u00a0\t'),
    });
    fc.assert(
      fc.property(validNumber, spelling, (number, how) => {
        let text = how.small ? number.toLowerCase() : number;
        if (how.wide) text = wide(text);
        const spelled = accepted([...text].join(how.gap));
        assert.ok(spelled.equals(accepted(number)));
        assert.equal(accepted(spelled.normalised).normalised, spelled.normalised);
      }),
    );
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => void CitizenNumber.parse(text, clock)),
    );
  });

  it('A15 shows only its first and last character when printed, serialised or inspected', () => {
    const number = accepted('11010519491231002X');
    assert.equal(number.masked, '1****************X');
    assert.equal(`${number}`, number.masked);
    assert.equal(JSON.stringify({ number }), `{"number":"${number.masked}"}`);
    assert.equal(inspect({ number }), `{ number: CitizenNumber(${number.masked}) }`);
    assert.equal(accepted('CAN110078080102').masked, 'C*************2');
  });
});
