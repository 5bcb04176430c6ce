import assert from 'node:assert/strict';
import type { Aal, ProvenLogin } from '../records/index.js';
import { type AskedLogin, isLoginEnough, reaching, withFactor } from './index.js';

const NOON = new Date('2026-06-01T12:00:00Z');
const login = (aal: Aal, change: Partial<ProvenLogin> = {}): ProvenLogin => ({
  identityId: 'one',
  aal,
  amr: ['pwd'],
  used: ['password'],
  ...change,
});
const asks = (neededAal: Aal, wantedAal = neededAal, more: Partial<AskedLogin> = {}): AskedLogin => ({
  neededAal,
  wantedAal,
  ...more,
});

describe('what is proven in a login', () => {
  const can = (aal: Aal) => ({ strongest: async () => aal });

  it('is enough where it reaches what is needed, and of what is wanted as much as its holder can', async () => {
    for (const [aal, asked, known, enough] of [
      [1, asks(1), {}, true],
      [1, asks(2), can(1), false],
      [2, asks(3), can(3), false],
      [1, asks(1, 2), can(2), false],
      [1, asks(1, 2), can(1), true],
      [2, asks(1, 3), can(2), true],
      [2, asks(2, 3), can(3), false],
      [2, asks(2, 3), {}, false],
      [3, asks(1, 3), can(3), true],
    ] as const)
      assert.equal(await isLoginEnough(login(aal), asked, known), enough, JSON.stringify([aal, asked]));
  });

  it('does not ask what its holder can where that changes nothing', async () => {
    const strongest = () => assert.fail('asked');
    assert.equal(await isLoginEnough(login(1), asks(1), { strongest }), true);
    assert.equal(await isLoginEnough(login(1), asks(2, 3), { strongest }), false);
  });

  it('needs a second factor where one proved it on a device that its holder has not confirmed', async () => {
    assert.equal(await isLoginEnough(login(1), asks(1), { device: false }), false);
    assert.equal(await isLoginEnough(login(1), asks(1), { device: true }), true);
    assert.equal(await isLoginEnough(login(2), asks(1), { device: false }), true);
  });

  it('needs one too where it passes an earlier login on and one of this moment is asked for', async () => {
    for (const kind of ['outside', 'qr']) {
      assert.equal(await isLoginEnough(login(1, { used: [kind] }), asks(1), { device: true }), true);
      assert.equal(
        await isLoginEnough(login(1, { used: [kind] }), asks(1, 1, { anew: true }), { device: true }),
        false,
      );
    }
    assert.equal(
      await isLoginEnough(login(1), asks(1, 1, { anew: true }), { device: true }),
      true,
      'a password is new',
    );
  });

  it('is too old once its holder proved it no later than is allowed', async () => {
    const asked = asks(1, 1, { provenAfter: NOON });
    assert.equal(await isLoginEnough(login(2, { authTime: NOON }), asked), false);
    assert.equal(await isLoginEnough(login(2, { authTime: new Date(NOON.getTime() + 1) }), asked), true);
    assert.equal(await isLoginEnough(login(2), asked), true, 'proven at this moment');
  });

  it('becomes stronger by a factor, and says once what it rests on', () => {
    const first = login(2, { amr: ['pwd', 'otp', 'sms', 'mfa'], authTime: NOON, epoch: 3 });
    assert.deepEqual(withFactor(first, { aal: 3, amr: ['hwk', 'user', 'pwd'], kind: 'passkey' }), {
      ...first,
      aal: 3,
      amr: ['pwd', 'otp', 'sms', 'hwk', 'user', 'mfa'],
      used: ['password', 'passkey'],
    });
  });

  it('is added to by what reaches what is wanted, else by what reaches what is needed', () => {
    const [sms, key] = [{ aal: 2 }, { aal: 3 }] as const;
    assert.deepEqual(reaching([sms, key], asks(1, 3)), [key]);
    assert.deepEqual(reaching([sms], asks(2, 3)), [sms]);
    assert.deepEqual(reaching([sms], asks(3)), []);
  });
});
