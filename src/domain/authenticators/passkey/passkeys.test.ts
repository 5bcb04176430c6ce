import assert from 'node:assert/strict';
import { takeMessages } from '../../../../test/support/identities/authenticators.js';
import { testKeys } from '../../../../test/support/identities/identities.js';
import { SoftPasskey } from '../../../../test/support/identities/soft-passkey.js';
import { MovableClock } from '../../../../test/support/movable-clock.js';
import { eachStorePair, type TestStores } from '../../../../test/support/stores.js';
import { plusSeconds } from '../../../shared/clock.js';
import { randomId, randomToken } from '../../../shared/random.js';
import { Notifications, Outbox } from '../../notifications/index.js';
import type { Aal } from '../../records/index.js';
import {
  Authenticators,
  PasskeyChallenges,
  PasskeyCheck,
  PasskeyEnrolment,
  PasskeyFactor,
  PasskeyLogin,
  passkeyData,
  relyingParty,
} from '../index.js';

const ORIGIN = 'https://yihao.example';
const LOCALE = 'zh-CN';

eachStorePair('passkeys', (make) => {
  let stores: TestStores;
  let clock: MovableClock;
  let owner: string;
  let visitDigest: string;
  let here: ReturnType<typeof node>;
  let elsewhere: ReturnType<typeof node>;

  before(async () => {
    stores = await make();
  });
  beforeEach(async () => {
    clock = new MovableClock();
    owner = randomId();
    visitDigest = randomToken();
    here = node(stores);
    elsewhere = node(await stores.secondNode());
  });
  after(() => stores.close());

  function node({ uow }: Pick<TestStores, 'uow'>) {
    const challenges = new PasskeyChallenges({ clock, keys: testKeys });
    const outbox = new Outbox({ keys: testKeys, clock });
    const notifications = new Notifications({ outbox, clock });
    const parts = { uow, clock, keys: testKeys, challenges, notifications, party: relyingParty(ORIGIN)! };
    const authenticators = new Authenticators({ uow, clock, notifications, highestAal: 3 });
    const deps = { ...parts, check: new PasskeyCheck(parts) };
    return {
      uow,
      outbox,
      authenticators,
      enrolment: new PasskeyEnrolment({ ...parts, authenticators, nameOf: async () => '张** 138****8000' }),
      login: new PasskeyLogin(deps),
      factor: new PasskeyFactor(deps),
    };
  }

  const request = (identityId = owner) => ({ identityId, visitDigest });
  const screen = { applicationId: 'portal', browser: null, place: null };
  const first = () => ({ visitDigest, locale: 'zh-CN' as const, base: '/interaction/x', screen });
  const second = (identityId = owner, aal: Aal = 1) => ({
    ...request(identityId),
    locale: 'zh-CN' as const,
    aal,
  });

  async function enrolled(identityId = owner, passkey = new SoftPasskey(ORIGIN)): Promise<SoftPasskey> {
    const answer = passkey.create(await here.enrolment.begin(request(identityId), LOCALE));
    assert.equal(await here.enrolment.add(request(identityId), answer, '手机', LOCALE), 'added');
    return passkey;
  }
  const offered = (): Promise<string> => here.login.offer(first());
  async function asked(identityId = owner, aal: Aal = 1): Promise<string> {
    const begun = await here.factor.begin(second(identityId, aal));
    assert.ok(begun.outcome === 'begun' && begun.shown.entry === 'webauthn');
    return begun.shown.options;
  }
  const logIn = (answer: string, at = here) => at.login.verify({ ...first(), answer });
  const events = async (): Promise<string[]> =>
    (await stores.uow.read.audit.ofIdentity(owner, 10)).map(({ type, detail }) => `${type} ${detail.kind}`);

  it('are added with what they say of themselves, and only the public half', async () => {
    const options = JSON.parse(await here.enrolment.begin(request(), LOCALE));
    assert.deepEqual(options.rp, { id: 'yihao.example', name: '一号' });
    assert.equal(options.attestation, 'none');
    assert.deepEqual(options.authenticatorSelection, {
      residentKey: 'required',
      userVerification: 'required',
      requireResidentKey: true,
    });
    const algorithms = options.pubKeyCredParams.map(({ alg }: { alg: number }) => alg);
    assert.deepEqual(algorithms, [-8, -7, -257], 'EdDSA, ES256, RS256');
    assert.ok(!JSON.stringify(options).includes(owner), 'a device learns nothing that leads to its holder');
    const passkey = await enrolled();
    await enrolled(owner, new SoftPasskey(ORIGIN, { synced: true }));
    const [one, other] = await here.authenticators.list(owner);
    assert.deepEqual(
      { ...passkeyData.parse(one?.data), publicKey: '' },
      {
        ...{ credentialId: passkey.id, publicKey: '', counter: 0, transports: ['internal'], attestation: 'none' },
        ...{ aaguid: '00000000-0000-0000-0000-000000000000', synced: false },
      },
    );
    assert.equal(one?.label, '手机');
    assert.equal(passkeyData.parse(other?.data).synced, true);
    assert.deepEqual(await events(), ['authenticator.added passkey', 'authenticator.added passkey']);
    const again = JSON.parse(await here.enrolment.begin(request(), LOCALE));
    assert.equal(again.excludeCredentials.length, 2);
    assert.equal(await here.authenticators.strongest(owner), 3);
  });

  it('log in without a name: AAL 3, with what really happened', async () => {
    const passkey = await enrolled();
    const answer = await logIn(passkey.get(await offered()));
    assert.deepEqual(answer, { outcome: 'right', identityId: owner, amr: ['hwk', 'user', 'mfa'], aal: 3 });
    const synced = await enrolled(owner, new SoftPasskey(ORIGIN, { synced: true }));
    const other = await logIn(synced.get(await offered()));
    assert.ok(other.outcome === 'right');
    assert.deepEqual(other.amr, ['swk', 'user', 'mfa'], 'it can be copied: not bound to hardware');
    const [used] = await here.authenticators.list(owner);
    assert.ok(used?.lastUsedAt && used.lastUsedAt <= clock.now());
    assert.equal(passkeyData.parse(used?.data).counter, 1);
  });

  it('are a second factor: AAL 3 where the device made sure who holds it, else AAL 2 and not where 3 is wanted', async () => {
    const passkey = await enrolled();
    assert.deepEqual(await here.factor.available(owner), { available: true, hint: '手机' });
    assert.deepEqual(await here.factor.available(randomId()), { available: false });
    const options = JSON.parse(await asked());
    assert.deepEqual([options.allowCredentials[0].id, options.userVerification], [passkey.id, 'preferred']);
    assert.equal(JSON.parse(await asked(owner, 3)).userVerification, 'required');
    const right = await here.factor.verify({ ...second(), answer: passkey.get(await asked()) });
    assert.deepEqual(right, { outcome: 'right', amr: ['hwk', 'user', 'mfa'], aal: 3 });
    const touch = { verified: false };
    const weak = await here.factor.verify({ ...second(), answer: passkey.get(await asked(), touch) });
    assert.deepEqual(weak, { outcome: 'right', amr: ['hwk', 'user'], aal: 2 });
    const wanted = passkey.get(await asked(owner, 3), touch);
    assert.deepEqual(await here.factor.verify({ ...second(owner, 3), answer: wanted }), { outcome: 'wrong' });
    assert.deepEqual(await logIn(passkey.get(await offered(), touch)), { outcome: 'wrong' });
  });

  it('A3 answer no challenge twice, on no node, however many try at once', async () => {
    const passkey = await enrolled();
    const answer = passkey.get(await offered());
    const outcomes = await Promise.all(Array.from({ length: 8 }, (_, n) => logIn(answer, n % 2 ? here : elsewhere)));
    assert.deepEqual(outcomes.map(({ outcome }) => outcome).sort(), [...Array(7).fill('expired'), 'right']);
    const options = await here.enrolment.begin(request(), LOCALE);
    const [one, two] = [new SoftPasskey(ORIGIN), new SoftPasskey(ORIGIN)];
    assert.equal(await here.enrolment.add(request(), one.create(options), undefined, LOCALE), 'added');
    assert.equal(await elsewhere.enrolment.add(request(), two.create(options), undefined, LOCALE), 'expired');
  });

  it('A3 answer a challenge for five minutes, in its visit, for its purpose and its identity', async () => {
    const passkey = await enrolled();
    const late = passkey.get(await offered());
    clock.pass(5 * 60);
    assert.deepEqual(await logIn(late), { outcome: 'expired' });
    const elsewhereVisit = { ...first(), visitDigest: randomToken() };
    assert.deepEqual(await here.login.verify({ ...elsewhereVisit, answer: passkey.get(await offered()) }), {
      outcome: 'wrong',
    });
    assert.deepEqual(await logIn(passkey.get(await asked())), { outcome: 'wrong' }, 'made for a second factor');
    const crossed = { ...second(), answer: passkey.get(await offered()) };
    assert.deepEqual(await here.factor.verify(crossed), { outcome: 'wrong' });
    const enrolling = new SoftPasskey(ORIGIN).create(await here.enrolment.begin(request(), LOCALE));
    assert.equal(await here.enrolment.add(request(randomId()), enrolling, undefined, LOCALE), 'wrong');
    const made = JSON.stringify({ challenge: randomToken() });
    assert.deepEqual(await logIn(passkey.get(made)), { outcome: 'wrong' }, 'never made here');
  });

  it('A4 of another identity are refused, as a second factor and under another’s handle', async () => {
    const passkey = await enrolled();
    const other = randomId();
    const others = await enrolled(other);
    assert.deepEqual(await here.factor.verify({ ...second(), answer: others.get(await asked()) }), {
      outcome: 'wrong',
    });
    const handle = JSON.parse(await here.enrolment.begin(request(other), LOCALE)).user.id;
    assert.deepEqual(await logIn(passkey.get(await offered(), { userHandle: handle })), { outcome: 'wrong' });
    const again = passkey.create(await here.enrolment.begin(request(other), LOCALE));
    assert.equal(await here.enrolment.add(request(other), again, undefined, LOCALE), 'taken');
  });

  it('A20 made for another site, another origin or with another key are refused', async () => {
    const passkey = await enrolled();
    for (const odd of [
      { origin: 'https://yihao.example.evil.test' },
      { origin: 'http://yihao.example' },
      { rpId: 'evil.test' },
      { forged: true },
    ]) {
      assert.deepEqual(await logIn(passkey.get(await offered(), odd)), { outcome: 'wrong' }, JSON.stringify(odd));
      if ('forged' in odd) continue;
      const made = new SoftPasskey(ORIGIN).create(await here.enrolment.begin(request(), LOCALE), odd);
      assert.equal(await here.enrolment.add(request(), made, undefined, LOCALE), 'wrong', JSON.stringify(odd));
    }
    const unverified = new SoftPasskey(ORIGIN).create(await here.enrolment.begin(request(), LOCALE), {
      verified: false,
    });
    assert.equal(await here.enrolment.add(request(), unverified, undefined, LOCALE), 'wrong');
    for (const nonsense of ['', '{}', 'null', '[', JSON.stringify({ id: '../x' })]) {
      assert.deepEqual(await logIn(nonsense), { outcome: 'wrong' });
      assert.equal(await here.enrolment.add(request(), nonsense, undefined, LOCALE), 'wrong');
    }
  });

  it('are ten at most, however many are added at once on two nodes', async () => {
    const adding = Array.from({ length: 12 }, async (_, n) => {
      const answer = new SoftPasskey(ORIGIN).create(await here.enrolment.begin(request(), LOCALE));
      return (n % 2 ? here : elsewhere).enrolment.add(request(), answer, undefined, LOCALE);
    });
    const outcomes = (await Promise.all(adding)).toSorted();
    assert.deepEqual(outcomes, [...Array(10).fill('added'), 'full', 'full']);
    assert.equal((await here.authenticators.list(owner)).length, 10);
  });

  it('whose count does not grow are refused as copies; the history and a message by every contact say so', async () => {
    const passkey = await enrolled();
    await takeMessages(here, clock);
    assert.equal((await logIn(passkey.get(await offered(), { counter: 7 }))).outcome, 'right');
    for (const counter of [7, 6, 0])
      assert.deepEqual(await logIn(passkey.get(await offered(), { counter })), { outcome: 'wrong' });
    const [event] = await stores.uow.read.audit.ofIdentity(owner, 1);
    assert.equal(event?.type, 'authenticator.counter_regressed');
    assert.deepEqual([event?.detail.kept, event?.detail.given], [7, 0]);
    const told = (await takeMessages(here, clock)).filter(({ template }) => template === 'passkey_copied');
    assert.deepEqual(
      told.map(({ to }) => `${to.identityId} ${to.via}`).toSorted(),
      [`${owner} email`, `${owner} phone`],
      'once, however often it is tried',
    );
    assert.equal((await events()).filter((type) => type.startsWith('authenticator.counter')).length, 3);
    const forged = { counter: 1, forged: true };
    await logIn(passkey.get(await offered(), forged));
    assert.equal((await events()).length, 4, 'what nobody signed leaves no mark');
    assert.equal((await logIn(passkey.get(await offered(), { counter: 8 }))).outcome, 'right');
  });

  it('of two answers with one count, at once on two nodes, one is right', async () => {
    const passkey = await enrolled();
    const [a, b] = [passkey.get(await offered(), { counter: 3 }), passkey.get(await offered(), { counter: 3 })];
    const outcomes = await Promise.all([logIn(a), logIn(b, elsewhere)]);
    assert.deepEqual(outcomes.map(({ outcome }) => outcome).sort(), ['right', 'wrong']);
  });

  it('that took another’s place wait for their time; removed ones are nobody’s', async () => {
    const passkey = await enrolled();
    const [one] = await here.authenticators.list(owner);
    const usableFrom = plusSeconds(clock.now(), 60);
    await stores.uow.run(({ authenticators }) => authenticators.change(owner, one!.id, { usableFrom }));
    assert.deepEqual(await logIn(passkey.get(await offered())), { outcome: 'wrong' });
    clock.pass(60);
    assert.equal((await logIn(passkey.get(await offered()))).outcome, 'right');
    const another = await enrolled();
    assert.equal(await here.authenticators.remove(owner, one!.id), 'removed');
    assert.deepEqual(await logIn(passkey.get(await offered())), { outcome: 'wrong' });
    assert.equal((await logIn(another.get(await offered()))).outcome, 'right');
  });
});

describe('where passkeys work', () => {
  const cases: readonly (readonly [issuer: string, id: string | undefined])[] = [
    ['https://id.gov.example', 'id.gov.example'],
    ['https://id.gov.example:8443', 'id.gov.example'],
    ['http://localhost:3000', 'localhost'],
    ['http://id.gov.example', undefined],
    ['https://192.0.2.1', undefined],
    ['https://[2001:db8::1]', undefined],
    ['http://127.0.0.1:3000', undefined],
  ];
  for (const [issuer, id] of cases)
    it(`${issuer}: ${id ?? 'not at all'}`, () => assert.equal(relyingParty(issuer)?.id, id));
});
