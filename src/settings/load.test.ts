import assert from 'node:assert/strict';
import { loadSettings, SettingsError } from './index.js';

const faultsOf = (environment: Record<string, string>): readonly string[] => {
  try {
    loadSettings(environment);
  } catch (error) {
    if (error instanceof SettingsError) return error.faults;
    throw error;
  }
  return [];
};

describe('settings', () => {
  it('need nothing for the embedded default, and are frozen', () => {
    const settings = loadSettings({});
    assert.equal(settings.YIHAO_ISSUER, 'http://localhost:3000');
    assert.equal(settings.YIHAO_DATABASE_URL, undefined);
    assert.ok(Object.isFrozen(settings));
  });

  it('list every fault at once', () => {
    const faults = faultsOf({
      YIHAO_PORT: 'eighty',
      YIHAO_ISSUER: 'http://id.example.gov.cn',
      YIHAO_DATABASE_URL: 'mysql://db/yihao',
      YIHAO_TRUSTED_PROXIES: '10.0.0.0/8, everyone',
      YIHAO_TYPO: '1',
    });
    for (const name of ['YIHAO_PORT', 'YIHAO_ISSUER', 'YIHAO_TRUSTED_PROXIES', 'YIHAO_TYPO'])
      assert.ok(
        faults.some((fault) => fault.startsWith(name)),
        `${name} in ${faults.join('; ')}`,
      );
  });

  it('demand a master key, Redis and a registry with MySQL', () => {
    const faults = faultsOf({ YIHAO_DATABASE_URL: 'mysql://db/yihao' });
    assert.deepEqual(
      faults.map((fault) => fault.split(' ')[0]),
      ['YIHAO_MASTER_KEY', 'YIHAO_REDIS_URL', 'YIHAO_REGISTRY'],
    );
  });

  it('A15 refuse to show codes on the demo page where the citizens are real', () => {
    const real = { YIHAO_REGISTRY: 'https://registry.example.gov.cn', YIHAO_REGISTRY_KEY: 'A'.repeat(43) };
    const gateway = { YIHAO_SMS_URL: 'https://sms.example.gov.cn', YIHAO_SMS_KEY: 'A'.repeat(43) };
    assert.deepEqual(
      faultsOf(real).map((fault) => fault.split(' ')[0]),
      ['YIHAO_SMS_URL'],
    );
    assert.deepEqual(faultsOf({ ...real, ...gateway }), []);
  });

  it('say which letters the name of a key may have', () => {
    for (const name of ['YIHAO_REGISTRY_KEY_ID', 'YIHAO_SMS_KEY_ID']) {
      for (const value of ['a b', 'a"b', '密钥', 'a\n'])
        assert.deepEqual(faultsOf({ [name]: value }), [
          `${name} must be Latin letters, digits, dots, hyphens or underscores`,
        ]);
      assert.deepEqual(faultsOf({ [name]: 'yihao-2026.2_b' }), []);
    }
  });

  it('refuse more than one process on the embedded default, in one sentence', () => {
    const [fault, ...more] = faultsOf({ YIHAO_WORKERS: '2' });
    assert.match(fault ?? '', /^YIHAO_WORKERS .*only with MySQL and Redis/);
    assert.equal(more.length, 0);
  });

  it('never repeat a value', () => {
    const faults = faultsOf({ YIHAO_MASTER_KEY: 'hunter2-hunter2', YIHAO_REDIS_URL: 'http://:s3cret@redis' });
    assert.equal(faults.length, 2);
    assert.ok(!faults.join().includes('hunter2') && !faults.join().includes('s3cret'));
  });

  it('take an issuer without its slash, and refuse one with a path', () => {
    assert.equal(
      loadSettings({ YIHAO_ISSUER: 'https://id.example.gov.cn/' }).YIHAO_ISSUER,
      'https://id.example.gov.cn',
    );
    assert.equal(faultsOf({ YIHAO_ISSUER: 'https://id.example.gov.cn/oidc' }).length, 1);
  });
});
