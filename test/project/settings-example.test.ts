import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { loadSettings } from '../../src/settings/index.js';
import { schema } from '../../src/settings/schema.js';

const example = readFileSync('config/.env.example', 'utf8');

describe('config/.env.example', () => {
  it('names every setting, and nothing that is none', () => {
    const named = [...example.matchAll(/^(?:# )?(YIHAO_[A-Z0-9_]+)=/gm)].map(([, name]) => name);
    assert.deepEqual(named.toSorted(), Object.keys(schema.shape).toSorted());
  });

  it('starts a service once its keys are filled in, and shows true defaults', () => {
    const key = randomBytes(32).toString('base64');
    const given = Object.fromEntries(Object.entries(parseEnv(example)).map(([name, value]) => [name, value || key]));
    const settings = loadSettings(given);
    assert.equal(settings.YIHAO_ISSUER, 'https://id.example');

    const defaults: Record<string, unknown> = loadSettings({});
    for (const [, name = '', value = ''] of example.matchAll(/^# (YIHAO_[A-Z0-9_]+)=(.*)$/gm)) {
      assert.equal(String(defaults[name]), value, name);
    }
  });
});
