import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

describe('yihao department and yihao application', function () {
  this.timeout(120_000);
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'yihao-cli-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  function yihao(...words: string[]): { status: number | null; out: string; err: string } {
    const others = Object.entries(process.env).filter(([name]) => !name.startsWith('YIHAO_'));
    const env = { ...Object.fromEntries(others), YIHAO_DATA_DIR: folder };
    const command = ['dist/src/cli.js', ...words];
    const { status, stdout, stderr } = spawnSync(process.execPath, command, { env, encoding: 'utf8' });
    return { status, out: stdout, err: stderr };
  }

  function file(name: string, content: object): string {
    const path = join(folder, name);
    writeFileSync(path, JSON.stringify(content));
    return path;
  }

  const words = (text: string) => ({ zh: text, en: text });
  const PORTAL = {
    departmentId: 'city-library',
    name: words('图书馆'),
    summary: words('借书'),
    homeUri: 'https://library.gov.cn/login',
    redirectUris: ['https://library.gov.cn/callback'],
    authentication: 'client_secret_basic',
    claims: [{ claim: 'name', purpose: words('办证'), basis: { kind: 'consent' } }],
  };
  const LIBRARY = ['--name-zh', '图书馆', '--name-en', 'Library', '--level', 'city', '--region', '330100'];

  it('adds a department from options and shows it to a person and to a program', () => {
    assert.equal(yihao('department', 'add', '--id', 'city-library', ...LIBRARY).status, 0);
    assert.match(yihao('department', 'list').out, /city-library .*图书馆 \/ Library {2}City, Hangzhou \(330100\)/);
    const shown = JSON.parse(yihao('department', 'show', 'city-library', '--json').out);
    assert.deepEqual([shown.level, shown.region, shown.applications], ['city', '330100', []]);
  });

  it('adds an application from a file, with options before it, and shows its secret once', () => {
    const added = yihao('application', 'add', '--file', file('app.json', PORTAL), '--id', 'library-portal', '--json');
    assert.equal(added.status, 0, added.err);
    const { secret, id } = JSON.parse(added.out);
    assert.match(secret, /^[\w-]{43}$/);
    assert.equal(id, 'library-portal');
    const shown = yihao('application', 'show', 'library-portal', '--json').out;
    assert.ok(!shown.includes(secret) && !shown.includes('secretDigest'));
    assert.equal(JSON.parse(shown).hasSecret, true);
    assert.ok(!readFileSync(join(folder, 'yihao.sqlite')).includes(secret));
  });

  it('registers a public key from its own file', () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const jwks = file('jwks.json', { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'one' }] });
    const application = file('keyed.json', { ...PORTAL, id: 'keyed-portal', authentication: 'private_key_jwt' });
    const added = yihao('application', 'add', '--file', application, '--jwks', jwks);
    assert.equal(added.status, 0, added.err);
    assert.doesNotMatch(added.out, /client_secret:/);
  });

  it('names every fault at once and adds nothing', () => {
    const bad = file('bad.json', { ...PORTAL, id: 'No', redirectUris: ['http://library.gov.cn/*'], colour: 'red' });
    const { status, err, out } = yihao('application', 'add', '--file', bad, '--department', 'nobody');
    assert.equal(status, 1);
    assert.equal(out, '');
    for (const at of ['id:', 'redirectUris.0:', 'colour:', 'departmentId:'])
      assert.ok(err.includes(`  ${at}`), at + err);
    assert.doesNotMatch(err, /\n\s+at /);
  });

  it('adds an interface and a back office that may call it, and takes the permission away', () => {
    const about = [
      '--department',
      'city-library',
      '--name-zh',
      '接口',
      '--name-en',
      'Interface',
      '--summary-zh',
      '接口',
    ];
    const common = [...about, '--summary-en', 'Interface', '--home-uri', 'https://library.gov.cn/about'];
    const secret = ['--authentication', 'client_secret_basic'];
    const resource = 'https://api.library.gov.cn/loans';
    const offer = ['--api-uri', resource, '--api-token', 'opaque', '--api-scope', 'loans.read', 'loans.write'];
    const added = yihao('application', 'add', '--id', 'loans-api', ...common, ...secret, ...offer);
    assert.equal(added.status, 0, added.err);
    assert.match(
      yihao('application', 'show', 'loans-api').out,
      new RegExp(`offers +${resource} opaque loans.read loans.write\n`),
    );
    const allow = (scope: string) =>
      yihao('application', 'allow', 'library-portal', '--resource', resource, '--scope', scope);
    const refused = allow('loans.burn');
    assert.deepEqual([refused.status, refused.out], [1, '']);
    assert.match(refused.err, /scopes: this interface has only: loans\.read, loans\.write/);
    assert.equal(allow('loans.read').status, 0);
    assert.match(yihao('application', 'show', 'library-portal').out, new RegExp(`may call +${resource} loans.read\n`));
    const forbid = () => yihao('application', 'forbid', 'library-portal', '--resource', resource);
    assert.equal(forbid().status, 0);
    assert.match(forbid().err, /There is no application library-portal that may call/);
    assert.equal(yihao('application', 'disable', 'loans-api').status, 0);
  });

  it('says in one sentence what is wrong with a file or an id', () => {
    writeFileSync(join(folder, 'broken.json'), '{');
    for (const command of [
      ['application', 'add', '--file', join(folder, 'broken.json')],
      ['application', 'show', 'nobody'],
      ['department', 'disable', 'nobody'],
    ]) {
      const { status, err } = yihao(...command);
      assert.equal(status, 1);
      assert.equal(err.trim().split('\n').length, 1, err);
    }
  });

  it('disables an application, then the department with the rest', () => {
    assert.match(yihao('application', 'disable', 'library-portal').out, /Disabled library-portal/);
    assert.match(yihao('application', 'disable', 'library-portal').out, /already/);
    assert.equal(yihao('department', 'disable', 'city-library').status, 0);
    const all = JSON.parse(yihao('application', 'list', '--json').out) as { id: string; disabledAt: string | null }[];
    assert.deepEqual(
      all.map(({ id, disabledAt }) => [id, disabledAt !== null]),
      [
        ['keyed-portal', true],
        ['library-portal', true],
        ['loans-api', true],
      ],
    );
  });

  it('seeds the demo’s portals, and again without a change', () => {
    const seed = ['demo', 'seed', '--social-insurance', 'http://localhost:4001', '--tax', 'http://localhost:4002/'];
    assert.equal(yihao(...seed).status, 0);
    const first = readFileSync(join(folder, 'social-insurance.secret'), 'utf8');
    assert.equal(yihao(...seed).status, 0);
    assert.equal(readFileSync(join(folder, 'social-insurance.secret'), 'utf8'), first);
    const { portals } = JSON.parse(readFileSync(join(folder, 'demo.json'), 'utf8'));
    assert.equal(portals.tax.environment.CLIENT_KEY_FILE, join(folder, 'tax.key.json'));
    const tax = JSON.parse(yihao('application', 'show', 'tax-portal', '--json').out);
    assert.deepEqual(tax.redirectUris, ['http://localhost:4002/callback']);
    assert.equal(tax.jwks.keys[0].d, undefined);
  });
});
