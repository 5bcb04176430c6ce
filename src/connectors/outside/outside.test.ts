import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { JourneyBrowser } from '../../../test/support/http/journey-browser.js';
import { APP, type FakeBrand, startFakeBrand } from '../../../test/support/outside/fake-brands.js';
import { outsideFaults, outsideProviders, strangerEntry } from '../../../test/support/outside/outside.js';
import { newKey, type Stranger, startStranger } from '../../../test/support/outside/stranger-openid.js';
import type { OutsideProvider } from '../../domain/authenticators/index.js';

const guide = readFileSync('docs/guides/outside-accounts.md', 'utf8');
const examples = [...guide.matchAll(/^```json\n([\s\S]*?)^```/gm)].map(([, json]) => json!);

const question = (id: string) => ({
  state: 'a'.repeat(64),
  nonce: 'n'.repeat(43),
  verifier: 'v'.repeat(43),
  redirectUri: `http://localhost:9/outside/${id}`,
});

/** The query with which a browser comes back that goes where it is sent. */
async function walk(provider: OutsideProvider, edit: (href: URL) => void = () => undefined): Promise<URLSearchParams> {
  const href = await provider.begin(question(provider.id));
  assert.ok(href);
  const first = new URL(href);
  edit(first);
  const { url } = await new JourneyBrowser().get(first.href, {
    until: ({ pathname }) => pathname.startsWith('/outside/'),
  });
  return url.searchParams;
}

describe('the settings of outside providers', () => {
  const entry = strangerEntry('province', 'https://login.province.example');

  it('are those of the guide, as they stand there', async () => {
    assert.equal(examples.length, 4);
    for (const example of examples) assert.deepEqual(await outsideFaults(example), [], example);
  });

  it('tell of each fault in a sentence, and never of a value', async () => {
    const faults = await outsideFaults(
      JSON.stringify([
        { ...entry, id: 'Province!', issuer: 'ftp://hunter2' },
        { ...entry, clientSecret: undefined },
        { ...entry, id: 'both', privateKey: { kty: 'RSA', kid: 'k', alg: 'RS256', d: 'hunter2' } },
        { ...entry, id: 'misspelt', issure: 'hunter2' },
        { ...entry, id: 'unnamed', name: { zh: '省' } },
      ]),
    );
    assert.deepEqual(faults.map((fault) => fault.replace(/ (must|needs|Invalid|Unrecognized).*/, ' $1')).toSorted(), [
      'Province!.id must',
      'Province!.issuer must',
      'both needs',
      'misspelt Unrecognized',
      'province needs',
      'unnamed.name.en Invalid',
    ]);
    assert.doesNotMatch(faults.join(), /hunter/);
    assert.match((await outsideFaults(JSON.stringify([entry, entry]))).join(), /the list no two may have the same id/);
  });

  it('refuse a mapping that forgets the state, the address or the code, or names what nobody knows', async () => {
    const [wechat] = JSON.parse(examples[1]!) as [{ authorize: { parameters: object }; token: { parameters: object } }];
    const change = (part: 'authorize' | 'token', more: Record<string, string>) =>
      outsideFaults(
        JSON.stringify([
          { ...wechat, [part]: { ...wechat[part], parameters: { ...wechat[part].parameters, ...more } } },
        ]),
      );
    assert.match((await change('authorize', { state: 'fixed' })).join(), /^wechat\.authorize\.parameters must have/);
    assert.match((await change('authorize', { redirect_uri: 'x' })).join(), /must have one that is "\{state\}"/);
    assert.match((await change('authorize', { more: '{clientSecret}' })).join(), /more has \{clientSecret\}/);
    assert.match((await change('token', { code: 'x' })).join(), /^wechat\.token\.parameters must have/);
    assert.match((await outsideFaults(JSON.stringify([{ ...wechat, subject: 'nickname' }]))).join(), /must begin with/);
  });
});

describe('an OpenID provider outside', () => {
  let stranger: Stranger;
  afterEach(() => stranger.close());
  const troubles: string[] = [];

  async function provider(client: object, more: object): Promise<OutsideProvider> {
    stranger = await startStranger({ redirect_uris: ['http://localhost:9/outside/province'], ...client });
    const entry = strangerEntry('province', stranger.url, more);
    const onTrouble = ({ reason }: { reason: string }) => void troubles.push(reason);
    const [made] = await outsideProviders([entry], [stranger.url], onTrouble);
    return made!;
  }

  it('knows us by a secret in either place, or by a key', async () => {
    const key = await newKey('ours', 'ES256');
    const { d: _, ...publicKey } = key;
    const ways: readonly [object, object][] = [
      [{ token_endpoint_auth_method: 'client_secret_basic' }, {}],
      [{ token_endpoint_auth_method: 'client_secret_post' }, { authentication: 'client_secret_post' }],
      [
        { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [publicKey] }, client_secret: undefined },
        { clientSecret: undefined, privateKey: key },
      ],
    ];
    for (const [index, [client, more]] of ways.entries()) {
      const one = await provider(client, more);
      const read = await one.read(question('province'), await walk(one));
      assert.deepEqual(read, { outcome: 'account', issuer: stranger.url, subject: 'their-number-1' });
      if (index < ways.length - 1) await stranger.close();
    }
  });

  it('is asked for nothing but who it is, with state, nonce and PKCE; and for more only where settings say so', async () => {
    const one = await provider({}, { parameters: { prompt: 'login', state: 'fixed' }, subject: 'unionid' });
    const asked = new URL((await one.begin(question('province')))!).searchParams;
    const { state, nonce } = question('province');
    assert.deepEqual(
      ['scope', 'state', 'nonce', 'code_challenge_method', 'response_type', 'prompt'].map((name) => asked.get(name)),
      ['openid', state, nonce, 'S256', 'code', 'login'],
    );
    stranger.account = { sub: 'number', unionid: 'over-all-their-applications' };
    const read = await one.read(question('province'), await walk(one));
    assert.ok(read.outcome === 'account' && read.subject === 'over-all-their-applications', JSON.stringify(read));
  });

  it('A8 is reached at its own origin only, and never at a private address that nobody named', async () => {
    const named = await provider({}, {});
    assert.ok(await named.begin(question('province')));
    const onTrouble = ({ reason }: { reason: string }) => void troubles.push(reason);
    const [hidden] = await outsideProviders([strangerEntry('hidden', stranger.url)], [], onTrouble);
    assert.equal(await hidden!.begin(question('hidden')), undefined);
    const secure = stranger.url.replace('http:', 'https:');
    const [asked] = await outsideProviders([strangerEntry('secure', secure)], [], onTrouble);
    assert.equal(await asked!.begin(question('secure')), undefined);
    assert.deepEqual(troubles.splice(0), ['not_allowed', 'private_address']);
  });

  it('is asked anew after it could not be reached', async () => {
    const one = await provider({}, {});
    const { url } = stranger;
    await stranger.close();
    assert.equal(await one.begin(question('province')), undefined);
    assert.deepEqual(troubles.splice(0), ['failed']);
    stranger = await startStranger(
      { redirect_uris: ['http://localhost:9/outside/province'] },
      Number(new URL(url).port),
    );
    assert.equal((await one.read(question('province'), await walk(one))).outcome, 'account');
  });
});

describe('plain OAuth 2.0 in the shapes of WeChat, Weibo and Alipay', () => {
  const troubles: string[] = [];
  const fakes: FakeBrand[] = [];
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  afterEach(async () => {
    for (const fake of fakes.splice(0)) await fake.close();
    troubles.splice(0);
  });

  /** The guide's own example, at a fake of the site. */
  async function as(id: FakeBrand['brand'], more: object = {}) {
    const fake = await startFakeBrand(id);
    fakes.push(fake);
    const example = examples.find((json) => json.includes(`"id": "${id}"`))!;
    const [entry] = JSON.parse(example.replaceAll(/https:\/\/[^/"]+/g, fake.url)) as [{ sign?: object }];
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
    const own = {
      clientId: APP.id,
      clientSecret: APP.secret,
      ...(entry.sign && { sign: { ...entry.sign, privateKey: pem } }),
    };
    const onTrouble = ({ reason }: { reason: string }) => void troubles.push(reason);
    const [provider] = await outsideProviders([{ ...entry, ...own, ...more }], [fake.url], onTrouble);
    return { fake, provider: provider! };
  }
  const account = (fake: FakeBrand, subject: string) => ({ outcome: 'account', issuer: fake.url, subject });

  it('WeChat: appid and secret, the fragment, the union id; a number of 0 is no error', async () => {
    const { fake, provider } = await as('wechat');
    fake.account = { openid: 'o-of-this-app', unionid: 'u-of-all-apps' };
    const href = (await provider.begin(question('wechat')))!;
    assert.match(href, /\/connect\/qrconnect\?appid=app-of-the-test&.*#wechat_redirect$/);
    assert.doesNotMatch(href, /secret/);
    const answer = await walk(provider);
    assert.deepEqual(await provider.read(question('wechat'), answer), account(fake, 'u-of-all-apps'));
    assert.deepEqual(await provider.read(question('wechat'), answer), { outcome: 'refused' });
    answer.set('code', 'of-nobody');
    assert.deepEqual(await provider.read(question('wechat'), answer), { outcome: 'refused' });
    assert.deepEqual(troubles, ['40163', '40029'], 'told with status 200');
  });

  it('WeChat: an account without a union id, and a citizen who turns back, are nobody', async () => {
    const { fake, provider } = await as('wechat');
    fake.account = { openid: 'o-of-this-app' };
    assert.deepEqual(await provider.read(question('wechat'), await walk(provider)), { outcome: 'refused' });
    assert.deepEqual(troubles, ['no_subject']);
    fake.refuses = true;
    const answer = await walk(provider);
    assert.equal(answer.has('code'), false);
    assert.deepEqual(await provider.read(question('wechat'), answer), { outcome: 'refused' });
  });

  it('Weibo: a number as the id; one too large to be read exactly is refused', async () => {
    const { fake, provider } = await as('weibo');
    fake.account = { uid: 1404376560 };
    assert.deepEqual(await provider.read(question('weibo'), await walk(provider)), account(fake, '1404376560'));
    const answer = await walk(provider);
    answer.set('code', 'of-nobody');
    assert.deepEqual(await provider.read(question('weibo'), answer), { outcome: 'refused' });
    fake.refuses = true;
    assert.deepEqual(await provider.read(question('weibo'), await walk(provider)), { outcome: 'refused' });
    assert.deepEqual(troubles.splice(0), ['21325']);
    fake.refuses = false;
    fake.account = { uid: 2 ** 60 };
    assert.deepEqual(await provider.read(question('weibo'), await walk(provider)), { outcome: 'refused' });
    assert.deepEqual(troubles, ['no_subject']);
  });

  it('Alipay: signed requests, the code under its own name, answers and errors one level down', async () => {
    const { fake, provider } = await as('alipay');
    fake.publicKey = publicKey;
    fake.account = { open_id: 'their-open-id' };
    const answer = await walk(provider);
    assert.equal(answer.has('code'), false);
    assert.deepEqual(await provider.read(question('alipay'), answer), account(fake, 'their-open-id'));
    assert.deepEqual(await provider.read(question('alipay'), answer), { outcome: 'refused' });
    fake.publicKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey;
    assert.deepEqual(await provider.read(question('alipay'), await walk(provider)), { outcome: 'refused' });
    assert.deepEqual(troubles, ['40002', '40002']);
  });

  it('takes nothing that is no answer: HTML, a list, a page of errors, an endless or absent one', async () => {
    const { fake, provider } = await as('wechat');
    fake.account = { openid: 'o', unionid: 'u' };
    const answers: readonly [number, string, string][] = [
      [200, '<html>', 'refused'],
      [200, '[{"openid":"o"}]', 'refused'],
      [200, '"text"', 'refused'],
      [200, 'null', 'refused'],
      [302, '{"openid":"o","unionid":"u"}', 'refused'],
      [502, '<html>', 'unavailable'],
      [200, JSON.stringify({ unionid: 'u'.repeat(2_000_000) }), 'unavailable'],
    ];
    for (const [status, body, outcome] of answers) {
      const answer = await walk(provider);
      fake.failing = { status, body };
      assert.deepEqual(await provider.read(question('wechat'), answer), { outcome }, `${status} ${body.slice(0, 40)}`);
      fake.failing = undefined;
    }
    const answer = await walk(provider);
    await fakes.splice(0)[0]!.close();
    assert.deepEqual(await provider.read(question('wechat'), answer), { outcome: 'unavailable' });
    assert.ok(
      troubles.every((reason) => /^[\w.]{1,20}$/.test(reason)),
      troubles.join(),
    );
  });

  it('reads own members only, and an answer’s own words are not filled in again', async () => {
    const { fake, provider } = await as('wechat');
    fake.account = { openid: '{clientSecret}', unionid: 'u' };
    assert.deepEqual(await provider.read(question('wechat'), await walk(provider)), account(fake, 'u'));
    assert.equal(fake.asked.at(-1)?.openid, '{clientSecret}');
    const inherited = await as('wechat', { subject: 'profile.toString.name' });
    inherited.fake.account = fake.account;
    const answer = await walk(inherited.provider);
    assert.deepEqual(await inherited.provider.read(question('wechat'), answer), { outcome: 'refused' });
  });
});
