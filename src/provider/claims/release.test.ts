import assert from 'node:assert/strict';
import { claimEntry, PERSONAL_CLAIMS } from '../../domain/departments/index.js';
import { claimValues, fieldsFor, planRelease } from './release.js';

const NOW = new Date('2026-12-01T00:00:00Z');
const STORED = {
  ...{ name: '王嘉强', number: '110101199003072316', birthdate: '1990-03-07', gender: 'male', residence: '110101' },
  ...{ phone: '+8613800138000', email: 'a@example.org' },
};
const REQUESTS: Readonly<Record<string, unknown>> = {
  resident_of: { values: ['110000'] },
  verified_claims: { verification: { trust_framework: null }, claims: { name: null } },
};

describe('releasing claims', () => {
  for (const claim of PERSONAL_CLAIMS)
    it(`answers ${claim} where it was asked for and granted, with the fields it needs and no others`, () => {
      const member = { [claim]: REQUESTS[claim] ?? null };
      const plan = planRelease('', member, new Set([claim, 'name']));
      const fields = fieldsFor(plan);
      const own = claimEntry(claim).field;
      assert.deepEqual(fields, own === null ? ['name'] : [own]);
      const opened = Object.fromEntries(fields.map((field) => [field, STORED[field]]));
      const answer = claimValues(plan, opened, { ial: 2, provenAt: NOW }, NOW);
      assert.deepEqual(Object.keys(answer), [claim]);
      assert.notEqual(answer[claim], undefined);
      assert.deepEqual(planRelease('', member, new Set()).all, [], 'not granted');
    });

  it('asks for each claim by one scope or by the parameter alone', () => {
    for (const claim of PERSONAL_CLAIMS) {
      const { scope } = claimEntry(claim);
      const byScope = planRelease('profile phone email citizen_id', {}, new Set([claim])).top;
      assert.deepEqual(byScope, scope === null ? [] : [claim]);
    }
  });
});
