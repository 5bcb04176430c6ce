import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { SMTPServer } from 'smtp-server';
import { type BreakableServer, breakableRedis } from '../support/service/breakable-server.js';
import { type Environment, type Ground, layGround } from '../support/service/service.js';
import { onServer, testServer } from '../support/stores.js';

describe('yihao doctor', function () {
  this.timeout(60_000);
  let ground: Ground;
  let redis: BreakableServer;
  before(async () => {
    redis = await breakableRedis();
    ground = await layGround({ citizens: 1, database: testServer('YIHAO_TEST_DATABASE_URL'), redis: redis.url });
  });
  after(async () => {
    await ground?.close();
    await redis?.close();
  });

  function doctor(more: Environment = {}, nodeOptions: readonly string[] = []): Promise<{ code: number; out: string }> {
    const others = Object.entries(process.env).filter(([name]) => !name.startsWith('YIHAO_'));
    const env = { ...Object.fromEntries(others), ...ground.environment, ...more };
    return new Promise((resolve) => {
      const args = [...nodeOptions, 'dist/src/cli.js', 'doctor'];
      execFile(process.execPath, args, { env }, (error, stdout, stderr) => {
        resolve({ code: error ? Number(error.code) : 0, out: stdout + stderr });
      });
    });
  }
  const onSchema = (sql: string) => onServer(ground.environment.YIHAO_DATABASE_URL!, (root) => root.query(sql));

  it('finds a sound installation sound: stores, collation, clock, keys, and every way out', async () => {
    const gateway = createServer((_request, response) => response.writeHead(405).end()).listen(0, '127.0.0.1');
    const mail = new SMTPServer({ authOptional: true, disabledCommands: ['STARTTLS'] });
    await Promise.all([
      once(gateway, 'listening'),
      new Promise<void>((resolve) => mail.listen(0, '127.0.0.1', () => resolve())),
    ]);
    const key = randomBytes(32).toString('base64');
    const { code, out } = await doctor({
      YIHAO_SMS_URL: `http://127.0.0.1:${(gateway.address() as AddressInfo).port}/send`,
      YIHAO_SMS_KEY: key,
      YIHAO_SMTP_URL: `smtp://127.0.0.1:${(mail.server.address() as AddressInfo).port}`,
      YIHAO_MAIL_FROM: 'Yihao <no-reply@id.example>',
    });
    gateway.close();
    mail.close(() => undefined);
    assert.equal(code, 0, out);
    assert.match(out, /It can run\./);
    assert.match(out, /^(ok {2}|look) {2}hashing {4}A hash takes \d+ ms, by (argon2 as it was built here|the binary)/m);
    for (const part of ['database', 'collation', 'schema', 'clock', 'keys', 'outbox', 'redis', 'sms', 'mail'])
      assert.match(out, new RegExp(`^ok {4}${part} `, 'm'), out);
    assert.ok(!out.includes(key));
  });

  it('lists every wrong setting, and never a value', async () => {
    const { code, out } = await doctor({ YIHAO_PORT: 'secret-port', YIHAO_ISSUER: 'http://id.example' });
    assert.equal(code, 1);
    assert.match(out, /^BAD {3}settings {3}YIHAO_PORT must be a whole number/m);
    assert.match(out, /^BAD {3}settings {3}YIHAO_ISSUER must be https/m);
    assert.ok(!out.includes('secret-port'));
  });

  it('says what is wrong with the outside providers, and never a secret', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'yihao-doctor-'));
    const name = { zh: '省平台', en: 'Province' };
    const entry = { id: 'province', protocol: 'openid', name, clientId: 'yihao', clientSecret: 'hunter2' };
    const withFile = async (content: string) => {
      const file = join(folder, 'providers.json');
      await writeFile(file, content);
      return doctor({ YIHAO_OUTSIDE_PROVIDERS_FILE: file });
    };
    const faulty = await withFile(JSON.stringify([{ ...entry, issuer: 'province.example', scopes: ['profile'] }]));
    assert.equal(faulty.code, 1);
    assert.match(faulty.out, /^BAD {3}outside {4}province\.issuer must be an https address\.\n\s+→ Correct the file/m);
    assert.match(faulty.out, /^BAD {3}outside {4}province\.scopes must include "openid"/m);
    const broken = await withFile('[{"clientSecret":"hunter2",]');
    assert.match(broken.out, /^BAD {3}outside {4}the file is not JSON/m);
    const unreachable = await withFile(JSON.stringify([{ ...entry, issuer: 'https://127.0.0.1:1' }]));
    assert.match(unreachable.out, /^BAD {3}outside {4}province cannot be used \(private_address\)/m);
    const missing = await doctor({ YIHAO_OUTSIDE_PROVIDERS_FILE: join(folder, 'nowhere.json') });
    assert.match(missing.out, /^BAD {3}outside {4}the file cannot be read \(ENOENT\)/m);
    for (const { out } of [faulty, broken, unreachable]) assert.doesNotMatch(out, /hunter/);
    await rm(folder, { recursive: true });
  });

  it('F9 says that the clock is wrong, and by how much', async () => {
    const skewed = ['--import', './test/support/skewed-clock.mjs'];
    const { code, out } = await doctor({ CLOCK_SKEW_MS: '-300000' }, skewed);
    assert.equal(code, 1);
    assert.match(out, /^BAD {3}clock {6}(299|300)\.\d s behind the database's\.\n\s+→ .*time server/m);
  });

  it('F3 says that Redis would drop live sessions', async () => {
    const client = new Redis(redis.url);
    await client.config('SET', 'maxmemory-policy', 'allkeys-lru');
    const { code, out } = await doctor();
    await client.config('SET', 'maxmemory-policy', 'noeviction');
    client.disconnect();
    assert.equal(code, 1);
    assert.match(out, /^BAD {3}redis .*allkeys-lru.*\n\s+→ .*noeviction/m);
  });

  it('says that the master key is another, and which column compares loosely', async () => {
    const { code, out } = await doctor({ YIHAO_MASTER_KEY: randomBytes(32).toString('base64') });
    assert.equal(code, 1);
    assert.match(out, /^BAD {3}keys .*master key does not open/m);

    const table = 'subjects';
    await onSchema(`ALTER TABLE ${table} CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci`);
    const loose = await doctor();
    assert.equal(loose.code, 1);
    assert.match(loose.out, new RegExp(`^BAD {3}collation .*${table}\\.`, 'm'));
  });

  it('says that the stores are not there, each by itself', async () => {
    const { code, out } = await doctor({
      YIHAO_DATABASE_URL: 'mysql://yihao:hunter2@127.0.0.1:1/yihao',
      YIHAO_REDIS_URL: 'redis://:hunter3@127.0.0.1:1',
      YIHAO_SMS_URL: 'http://127.0.0.1:1/send',
      YIHAO_SMS_KEY: randomBytes(32).toString('base64'),
    });
    assert.equal(code, 1);
    for (const part of ['database', 'redis', 'sms']) assert.match(out, new RegExp(`^BAD {3}${part} `, 'm'), out);
    assert.doesNotMatch(out, /hunter/);
  });

  it('says that the schema is behind', async () => {
    await onSchema('DELETE FROM schema_migrations');
    const { code, out } = await doctor();
    assert.equal(code, 1);
    assert.match(out, /^BAD {3}schema .*\n\s+→ Run "yihao migrate up"/m);
  });
});
