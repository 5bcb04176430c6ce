import assert from 'node:assert/strict';
import { testKeys } from '../../../../test/support/identities/identities.js';
import { MovableClock } from '../../../../test/support/movable-clock.js';
import { eachStorePair, type TestStores } from '../../../../test/support/stores.js';
import { plusSeconds } from '../../../shared/clock.js';
import { randomId } from '../../../shared/random.js';
import type { Aal } from '../../records/index.js';
import type { FirstRequest } from '../index.js';
import { QrLogin } from '../index.js';

const visit = (name: string): FirstRequest => ({
  visitDigest: name,
  locale: 'zh-CN',
  base: '/interaction/one',
  screen: { applicationId: 'portal', browser: 'chrome-windows', place: '330100' },
});
const SCREEN = visit('screen');
const HOLDER = '01900000-0000-7000-8000-000000000001';

eachStorePair('a login passed on by QR code', (make) => {
  let stores: TestStores;
  let clock: MovableClock;
  let qr: QrLogin;
  beforeEach(async () => {
    stores = await make();
    clock = new MovableClock();
    qr = over(stores);
  });
  afterEach(() => stores.close());

  const over = ({ uow, ephemeral }: Pick<TestStores, 'uow' | 'ephemeral'>): QrLogin =>
    new QrLogin({ uow, ephemeral, keys: testKeys, clock, addressOf: (code) => `https://yihao.example/${code}` });

  /** A phone's session on record. */
  async function phone(change: { aal?: Aal; amr?: readonly string[] } = {}) {
    const now = clock.now();
    const { aal = 2, amr = ['pwd', 'otp', 'sms', 'mfa'] } = change;
    const session = { uid: randomId(), identityId: HOLDER, aal, amr, authTime: plusSeconds(now, -3600) };
    const begun = { startedAt: now, lastSeenAt: now, expiresAt: plusSeconds(now, 1800), endedAt: null };
    const record = { ...session, ...begun, used: [], browser: null, place: null, terminal: 0, actorId: null } as const;
    await stores.uow.run(({ sessions }) => sessions.begin(record));
    return session;
  }

  async function begun(request = SCREEN) {
    const { challenge, shown } = await qr.begin(request);
    assert.ok(shown.entry === 'elsewhere');
    const { code, number } = shown;
    const wrong = number === '00' ? '01' : '00';
    const redeem = (by = qr, more: Partial<FirstRequest> = {}) =>
      by.verify({ ...request, ...more, challenge, answer: 'confirmed' });
    const look = () => qr.look({ ...request, challenge });
    return { code, number, wrong, redeem, look };
  }

  it('tells the phone what asks and where, and lets in with what the phone’s login was, no younger and no stronger', async () => {
    const session = await phone();
    const { code, number, redeem, look } = await begun();
    assert.deepEqual([await look(), await redeem()], ['waiting', { outcome: 'waiting' }]);
    const found = await qr.find(code, HOLDER);
    assert.ok(found.outcome === 'waiting');
    const { beganAt, ...screen } = found.screen;
    assert.deepEqual(screen, SCREEN.screen);
    assert.ok(Math.abs(clock.now().getTime() - beganAt.getTime()) < 5000);
    assert.deepEqual(await qr.confirm(code, session, number), { outcome: 'confirmed' });
    assert.equal(await look(), 'answered');
    const amr = ['pwd', 'otp', 'sms', 'mfa', 'mca'];
    assert.deepEqual(await redeem(), { outcome: 'right', identityId: HOLDER, aal: 2, amr, authTime: session.authTime });
    assert.deepEqual([await look(), await redeem()], ['over', { outcome: 'expired' }]);
  });

  it('is AAL 2 at most and says nothing of the phone’s key; AAL 1 stays AAL 1', async () => {
    for (const [aal, amr, reached, said] of [
      [3, ['hwk', 'user', 'mfa'], 2, ['mfa', 'mca']],
      [1, ['pwd'], 1, ['pwd', 'mca']],
    ] as const) {
      const { code, number, redeem } = await begun();
      await qr.confirm(code, await phone({ aal, amr }), number);
      const answer = await redeem();
      assert.ok(answer.outcome === 'right');
      assert.deepEqual([answer.aal, answer.amr], [reached, said]);
    }
  });

  it('three wrong numbers end it, counted over all nodes and never forgotten', async () => {
    const session = await phone();
    const { code, number, wrong, redeem, look } = await begun();
    const other = over(await stores.secondNode());
    assert.deepEqual(await qr.confirm(code, session, wrong), { outcome: 'wrong', triesLeft: 2 });
    assert.deepEqual(await other.confirm(code, session, wrong), { outcome: 'wrong', triesLeft: 1 });
    assert.deepEqual(await qr.confirm(code, session, wrong), { outcome: 'over' });
    assert.deepEqual(await qr.confirm(code, session, number), { outcome: 'over' });
    assert.deepEqual([await look(), (await redeem()).outcome], ['over', 'wrong']);
    const parallel = await begun();
    const tries = Array.from({ length: 12 }, (_, n) =>
      [qr, other][n % 2]!.confirm(parallel.code, session, parallel.wrong),
    );
    const outcomes = (await Promise.all(tries)).map(({ outcome }) => outcome);
    assert.equal(outcomes.filter((outcome) => outcome === 'wrong').length, 2, 'no more than were allowed');
    assert.equal((await qr.confirm(parallel.code, session, parallel.number)).outcome, 'over');
  });

  it('A1 is spent once, however many nodes try at the same time', async () => {
    const other = over(await stores.secondNode());
    for (let round = 0; round < 20; round++) {
      const { code, number, redeem } = await begun();
      await qr.confirm(code, await phone(), number);
      const answers = await Promise.all(Array.from({ length: 8 }, (_, n) => redeem([qr, other][n % 2])));
      assert.equal(answers.filter(({ outcome }) => outcome === 'right').length, 1);
    }
  });

  it('A1 one confirmation counts, of two phones at the same time', async () => {
    const other = over(await stores.secondNode());
    const { code, number } = await begun();
    const [mine, theirs] = [await phone(), await phone()];
    const both = await Promise.all([qr.confirm(code, mine, number), other.confirm(code, theirs, number)]);
    assert.deepEqual(both.map(({ outcome }) => outcome).toSorted(), ['confirmed', 'over']);
  });

  it('belongs to the screen’s own visit and interaction', async () => {
    const { code, number, redeem } = await begun();
    await qr.confirm(code, await phone(), number);
    assert.deepEqual(await redeem(qr, { visitDigest: 'another' }), { outcome: 'expired' });
    assert.deepEqual(await redeem(qr, { base: '/interaction/two' }), { outcome: 'expired' });
    assert.equal((await redeem()).outcome, 'right', 'what was tried elsewhere took nothing away');
  });

  it('A13 dies with the phone’s session, and after two minutes', async () => {
    const session = await phone();
    const ended = await begun();
    await qr.confirm(ended.code, session, ended.number);
    await stores.uow.run(({ sessions }) => sessions.end(session.uid, clock.now()));
    assert.deepEqual(await ended.redeem(), { outcome: 'expired' });
    const late = await begun();
    await qr.confirm(late.code, await phone(), late.number);
    clock.pass(121);
    assert.deepEqual([await late.look(), await late.redeem()], ['over', { outcome: 'expired' }]);
  });

  it('is refused on the phone, and written down', async () => {
    const session = await phone();
    const { code, number, redeem } = await begun();
    assert.equal(await qr.refuse(code, session), true);
    assert.equal(await qr.refuse(code, session), false);
    assert.equal((await qr.confirm(code, session, number)).outcome, 'over');
    assert.deepEqual(await redeem(), { outcome: 'wrong' });
    const [event] = await stores.uow.read.audit.ofIdentity(HOLDER, 5);
    assert.deepEqual(
      [event?.type, event?.applicationId, event?.detail],
      ['qr_login.refused', 'portal', { reason: 'by_holder' }],
    );
  });

  it('does not let one identity look for screens by guessing', async () => {
    for (let n = 0; n < 10; n++) assert.equal((await qr.find('00000000', HOLDER)).outcome, 'none');
    const found = await qr.find('00000000', HOLDER);
    assert.ok(found.outcome === 'limited' && found.secondsLeft > 0);
    const { code } = await begun();
    assert.equal((await qr.find(code, HOLDER)).outcome, 'waiting', 'a real one is still shown');
  });
});
