import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { SETTINGS_PAGE, settingsTable, withSettings } from '../../scripts/settings-table.js';
import { schema } from '../../src/settings/schema.js';
import { entities } from '../../src/storage/sql/schema/index.js';

const page = readFileSync(SETTINGS_PAGE, 'utf8');

describe('docs/guides/operate.md', () => {
  it('lists every setting as it is (run "npm run docs:settings" when it does not)', async () => {
    assert.equal(page, withSettings(page, await settingsTable('src')));
  });

  it('says of every setting what it is for', () => {
    for (const [name, setting] of Object.entries(schema.shape)) assert.ok(setting.description, name);
  });

  it('says of every table what bounds it', () => {
    const [, grows = ''] = /^## What grows$(.*?)^## /ms.exec(page) ?? [];
    for (const { options } of entities) assert.ok(grows.includes(`\`${options.tableName}\``), options.tableName);
  });

  it('names no figure, setting or alarm that is not there', () => {
    const rules = readFileSync('docker/prometheus/alarms.yml', 'utf8');
    const metrics = readFileSync('src/connectors/telemetry/metrics.ts', 'utf8');
    const gauges = readFileSync('src/container/watch.ts', 'utf8');
    const known = new Set([...`${metrics}${gauges}`.matchAll(/\byihao_[a-z_]+/g)].map(([name]) => name));
    for (const part of ['busy', 'waiting', 'refused']) known.add(`yihao_hash_${part}`);
    for (const text of [page, rules]) {
      for (const [name] of text.matchAll(/\byihao_[a-z_]+/g))
        assert.ok(known.has(name.replace(/_(bucket|count|sum)$/, '')), `${name} is no figure`);
    }
    const alarms = [...rules.matchAll(/^ *- alert: (\w+)$/gm)].map(([, name]) => name!);
    const explained = [...page.matchAll(/^\| `(Yihao\w+)` \|/gm)].map(([, name]) => name!);
    assert.ok(alarms.length > 5);
    assert.deepEqual(explained.toSorted(), alarms.toSorted());
    for (const [name] of page.matchAll(/\bYIHAO_[A-Z0-9_]+\b/g))
      assert.ok(name in schema.shape, `${name} is no setting`);
  });
});
