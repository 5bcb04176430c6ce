import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { newApplicationSchema } from '../../src/domain/departments/departments.schema.js';
import { CLAIM_NAMES } from '../../src/domain/departments/index.js';

const GUIDE = 'docs/guides/join.md';

describe('the guide for departments that join', () => {
  const guide = readFileSync(GUIDE, 'utf8');

  it('shows descriptions of a portal and of an interface that can be registered as they stand', () => {
    const examples = [...guide.matchAll(/```json\n([\s\S]*?)```/g)].map(([, text]) => JSON.parse(text!));
    const applications = examples.filter((one) => 'departmentId' in one);
    assert.equal(applications.length, 2);
    for (const one of applications) {
      const parsed = newApplicationSchema.safeParse(one);
      assert.ok(parsed.success, JSON.stringify(parsed.error?.issues));
    }
  });

  it('names every claim that can be asked for', () => {
    for (const claim of CLAIM_NAMES) assert.ok(guide.includes(`\`${claim}\``), claim);
  });

  it('names every setting of an application', () => {
    const settings = Object.keys(newApplicationSchema.shape);
    for (const setting of settings) assert.ok(guide.includes(setting), setting);
  });

  it('links to files that exist', () => {
    const links = [...guide.matchAll(/\]\((\.\.[^)]+)\)/g)].map(([, path]) => path!);
    assert.ok(links.length > 0);
    for (const link of links) assert.ok(existsSync(join('docs/guides', link)), link);
  });
});
