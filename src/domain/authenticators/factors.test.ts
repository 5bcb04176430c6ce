import assert from 'node:assert/strict';
import {
  authenticatorNode,
  type TestClock,
  takeCode,
  testClock,
} from '../../../test/support/identities/authenticators.js';
import { eachStorePair, type TestStores } from '../../../test/support/stores.js';
import { randomId, randomToken } from '../../shared/random.js';
import { KNOWN_DEVICE_DAYS } from '../holdings/index.js';
import { Factors } from './factors.js';
import { KnownDevices } from './known-device/known-devices.js';
import { SmsFactor } from './one-time-code/sms-factor.js';
import type { SecondFactor } from './second-factor.js';

const NOTHING = { label: null, data: null, usableFrom: null, usableUntil: null, lastUsedAt: null };

eachStorePair('Factors', (make) => {
  let stores: TestStores;
  let clock: TestClock;
  let node: ReturnType<typeof authenticatorNode>;
  let factor: SmsFactor;
  const phones = new Map<string, string>();

  before(async () => {
    stores = await make();
    clock = testClock();
    node = authenticatorNode(stores, clock);
    const { codes, throttle } = node;
    factor = new SmsFactor({ codes, throttle, uow: stores.uow, clock, phoneOf: async (id) => phones.get(id) });
  });
  after(() => stores.close());

  async function identity({ phone, kind }: { phone?: string; kind?: 'sms' | 'password' }): Promise<string> {
    const identityId = randomId();
    if (phone) phones.set(identityId, phone);
    const row = { id: randomId(), identityId, secret: null, createdAt: clock.now(), ...NOTHING };
    if (kind) await stores.uow.run(({ authenticators }) => authenticators.insert({ ...row, kind }));
    return identityId;
  }

  async function begun(identityId: string) {
    const request = { identityId, visitDigest: randomToken(), locale: 'zh-CN' } as const;
    const answer = await factor.begin(request);
    assert.ok(answer.outcome === 'begun');
    return { request: { ...request, challenge: answer.challenge }, code: await takeCode(node, clock) };
  }

  it('offers what the identity has, masked', async () => {
    const factors = new Factors([factor]);
    const holder = await identity({ phone: '+8613800138000', kind: 'sms' });
    assert.deepEqual(await factors.available(holder), [{ kind: 'sms', hint: '138****8000' }]);
    const without = [await identity({ kind: 'sms' }), await identity({ phone: '+8613800138001', kind: 'password' })];
    for (const id of without) {
      assert.deepEqual(await factors.available(id), []);
      const request = { identityId: id, visitDigest: randomToken(), locale: 'en' } as const;
      assert.deepEqual(await factor.begin(request), { outcome: 'unavailable' });
    }
  });

  it('takes a further kind beside it, in the order they are given', async () => {
    const totp: SecondFactor = { ...stub, kind: 'totp' };
    const factors = new Factors([totp, factor]);
    const holder = await identity({ phone: '+8613800138002', kind: 'sms' });
    assert.deepEqual(
      (await factors.available(holder)).map(({ kind }) => kind),
      ['totp', 'sms'],
    );
    assert.equal(factors.of('totp'), totp);
    assert.equal(factors.of('sms'), factor);
    assert.equal(factors.of('passkey'), undefined);
  });

  it('lets in with the code, as two factors and no more than AAL 2', async () => {
    const { request, code } = await begun(await identity({ phone: '+8613800138003', kind: 'sms' }));
    const right = { outcome: 'right', amr: ['otp', 'sms'], aal: 2 };
    assert.deepEqual(await factor.verify({ ...request, answer: code }), right);
    assert.deepEqual(await factor.verify({ ...request, answer: code }), { outcome: 'used_up' });
  });

  it('A7 takes the code of nobody else, in no other visit', async () => {
    const { request, code } = await begun(await identity({ phone: '+8613800138004', kind: 'sms' }));
    const other = await identity({ phone: '+8613800138005', kind: 'sms' });
    assert.deepEqual(await factor.verify({ ...request, answer: code, identityId: other }), { outcome: 'expired' });
    const elsewhere = { ...request, visitDigest: randomToken() };
    assert.deepEqual(await factor.verify({ ...elsewhere, answer: code }), { outcome: 'expired' });
  });

  it('A5 pauses after five wrong codes, new codes or not', async () => {
    const holder = await identity({ phone: '+8613800138006', kind: 'sms' });
    const first = await begun(holder);
    for (let turn = 0; turn < 3; turn++) await factor.verify({ ...first.request, answer: '' });
    clock.pass(60);
    const next = await begun(holder);
    for (let turn = 0; turn < 2; turn++) await factor.verify({ ...next.request, answer: '' });
    const held = await factor.verify({ ...next.request, answer: next.code });
    assert.deepEqual(held, { outcome: 'blocked', secondsLeft: 60 });
    clock.pass(60);
    assert.equal((await factor.verify({ ...next.request, answer: next.code })).outcome, 'right');
  });
});

eachStorePair('KnownDevices', (make) => {
  let stores: TestStores;
  let clock: TestClock;
  let devices: KnownDevices;

  before(async () => {
    stores = await make();
    clock = testClock();
    devices = new KnownDevices({ uow: stores.uow, clock });
  });
  after(() => stores.close());

  async function somebody(): Promise<string> {
    const identityId = randomId();
    const password = { kind: 'password', secret: null, createdAt: clock.now(), ...NOTHING } as const;
    await stores.uow.run(({ authenticators }) => authenticators.insert({ id: randomId(), identityId, ...password }));
    return identityId;
  }
  const isKnown = async (identityId: string, secret: string): Promise<boolean> => {
    const { known, authenticators } = await devices.look(identityId, secret);
    assert.deepEqual(
      authenticators.map((one) => one.identityId),
      [identityId],
    );
    return known;
  };

  it('knows a browser for the identity that confirmed it, and for no other', async () => {
    const [owner, other] = [await somebody(), await somebody()];
    const secret = await devices.confirm(owner, undefined);
    assert.match(secret, /^[\w-]{43}$/);
    assert.equal(await isKnown(owner, secret), true);
    assert.equal(await isKnown(other, secret), false);
    assert.equal(await isKnown(owner, randomToken()), false);
    assert.equal(await isKnown(owner, '-'), false);
    assert.equal(await devices.confirm(other, secret), secret, 'one browser, one secret');
    assert.equal(await isKnown(other, secret), true);
  });

  it('replaces a secret that we cannot have made', async () => {
    for (const strange of ['', '-', 'a'.repeat(42), `${'a'.repeat(42)}\n`, 'a'.repeat(500)]) {
      const owner = await somebody();
      const secret = await devices.confirm(owner, strange);
      assert.notEqual(secret, strange);
      assert.equal(await isKnown(owner, strange), false);
    }
  });

  it('forgets a browser half a year after it was last confirmed', async () => {
    const owner = await somebody();
    const secret = await devices.confirm(owner, undefined);
    const halfYear = KNOWN_DEVICE_DAYS * 24 * 60 * 60;
    clock.pass(halfYear - 60);
    await devices.confirm(owner, secret);
    clock.pass(halfYear - 60);
    assert.equal(await isKnown(owner, secret), true);
    clock.pass(60);
    assert.equal(await isKnown(owner, secret), false);
  });
});

const stub: SecondFactor = {
  kind: 'totp',
  aal: 2,
  needsSending: false,
  label: { zh: '试', en: 'try' },
  help: { zh: '试', en: 'try' },
  available: async () => ({ available: true, hint: '' }),
  begin: async () => ({ outcome: 'unavailable' }),
  verify: async () => ({ outcome: 'wrong' }),
};
