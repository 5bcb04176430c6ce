import assert from 'node:assert/strict';
import {
  type AuthenticatorNode,
  authenticatorNode,
  type TestClock,
  takeCode,
  takeMessages,
  testClock,
} from '../../../../test/support/identities/authenticators.js';
import { eachStorePair, type TestStores } from '../../../../test/support/stores.js';
import { randomDigits, randomId, randomToken } from '../../../shared/random.js';
import type { SendCode, VerifyAnswer } from './one-time-codes.js';

const ROUNDS = 200;

type ToPhone = SendCode & { readonly phone: string };

eachStorePair('OneTimeCodes', (make) => {
  let stores: TestStores;
  let node: AuthenticatorNode;
  let second: AuthenticatorNode;
  let clock: TestClock;

  before(async () => {
    stores = await make();
    clock = testClock();
    node = authenticatorNode(stores, clock);
    second = authenticatorNode(await stores.secondNode(), clock);
  });
  after(() => stores.close());

  const someone = (change: Partial<ToPhone> = {}): ToPhone => ({
    purpose: 'login',
    visitDigest: randomToken(),
    identityId: randomId(),
    phone: `+86138${randomDigits(8)}`,
    locale: 'zh-CN',
    ...change,
  });

  async function sent(input: SendCode) {
    const answer = await node.codes.send(input);
    assert.ok(answer.outcome === 'sent');
    const code = await takeCode(node, clock);
    const { codeId } = answer;
    const { visitDigest, purpose } = input;
    return { ...answer, code, verification: { codeId, visitDigest, purpose, code } };
  }

  const otherThan = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

  it('sends six digits in a message that says what for, in the reader’s language, without a link', async () => {
    const input = someone();
    const answer = await node.codes.send(input);
    assert.ok(answer.outcome === 'sent');
    assert.equal(answer.expiresAt.getTime() - clock.now().getTime(), 600_000);
    const [message] = await takeMessages(node, clock);
    assert.deepEqual(message!.to, { phone: input.phone });
    assert.match(message!.text, /^【一号】登录验证码：\d{6}，10分钟内有效。.*请勿告诉任何人，工作人员也不会向您索要/);
    assert.doesNotMatch(message!.text, /https?:|www\./);

    await node.codes.send(someone({ purpose: 'registration', identityId: null, locale: 'en' }));
    const [english] = await takeMessages(node, clock);
    assert.match(english!.text, /^Yihao: \d{6} is your code to register\..*Never tell it to anyone/);
  });

  it('keeps neither the digits nor the phone in the store', async () => {
    const input = someone();
    const { codeId, code } = await sent(input);
    const row = await stores.uow.read.oneTimeCodes.find(codeId);
    assert.ok(row);
    const { id: _, ...rest } = row;
    assert.ok(!JSON.stringify({ ...rest, visitDigest: '', codeDigest: '' }).includes(code));
    assert.notEqual(row.codeDigest, code);
    assert.ok(!JSON.stringify(row).includes(input.phone.slice(3)));
  });

  it('is good once, however it was typed', async () => {
    const { verification, code } = await sent(someone());
    const typed = ` ${code.slice(0, 3)} ${code.slice(3).replace(/\d/g, (d) => String.fromCharCode(0xff10 + Number(d)))} `;
    assert.deepEqual(await node.codes.verify({ ...verification, code: typed }), { outcome: 'right' });
    assert.deepEqual(await node.codes.verify(verification), { outcome: 'used_up' });
    assert.deepEqual(await second.codes.verify(verification), { outcome: 'used_up' });
  });

  it('takes five tries, over all nodes', async () => {
    const { verification, code } = await sent(someone());
    const outcomes: string[] = [];
    for (let turn = 0; turn < 6; turn++) {
      const { codes } = turn % 2 ? node : second;
      outcomes.push((await codes.verify({ ...verification, code: otherThan(code) })).outcome);
    }
    assert.deepEqual(outcomes, ['wrong', 'wrong', 'wrong', 'wrong', 'used_up', 'used_up']);
    assert.deepEqual(await node.codes.verify(verification), { outcome: 'used_up' }, 'the right one comes too late');
  });

  it('is dead after ten minutes', async () => {
    const { verification } = await sent(someone());
    clock.pass(600);
    assert.deepEqual(await node.codes.verify(verification), { outcome: 'expired' });
  });

  it('A3 works only in its visit, for its purpose, its identity and its phone', async () => {
    const input = someone();
    const { verification } = await sent(input);
    const foreign = [
      { visitDigest: randomToken() },
      { purpose: 'registration' },
      { identityId: randomId() },
      { identityId: null },
      { phone: '+8613900000000' },
      { codeId: randomId() },
      { codeId: '' },
    ] as const;
    for (const change of foreign) {
      assert.deepEqual(await node.codes.verify({ ...verification, ...change }), { outcome: 'expired' });
    }
    const { identityId, phone } = input;
    assert.deepEqual(await node.codes.verify({ ...verification, identityId, phone }), { outcome: 'right' });
  });

  it('A1 is spent once by 8 parallel callers over two nodes, round after round', async function () {
    this.timeout(60_000);
    for (let round = 0; round < ROUNDS; round++) {
      const { verification } = await sent(someone());
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, turn) => (turn % 2 ? node : second).codes.verify(verification)),
      );
      const count = (outcome: VerifyAnswer['outcome']) => answers.filter((one) => one.outcome === outcome).length;
      assert.deepEqual([count('right'), count('used_up')], [1, 7], `round ${round}`);
    }
  });

  it('A1 counts 20 parallel wrong guesses as no more than five tries', async () => {
    const { verification, code } = await sent(someone());
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, turn) =>
        (turn % 2 ? node : second).codes.verify({ ...verification, code: otherThan(code) }),
      ),
    );
    assert.ok(answers.every(({ outcome }) => outcome === 'wrong' || outcome === 'used_up'));
    assert.ok(answers.filter(({ outcome }) => outcome === 'wrong').length <= 5);
    assert.equal((await stores.uow.read.oneTimeCodes.find(verification.codeId))?.tries, 5);
  });

  it('sends to one phone once a minute and ten times a day, whoever asks', async () => {
    const { phone } = someone();
    const ask = () => node.codes.send(someone({ phone }));
    for (let message = 1; message <= 10; message++) {
      assert.equal((await ask()).outcome, 'sent', `message ${message}`);
      if (message === 10) break;
      clock.pass(20);
      assert.deepEqual(await ask(), { outcome: 'limited', secondsLeft: 40 });
      clock.pass(40);
    }
    const limited = await ask();
    assert.ok(limited.outcome === 'limited' && limited.secondsLeft > 80_000);
    clock.pass(24 * 60 * 60);
    assert.equal((await ask()).outcome, 'sent');
    await takeMessages(node, clock);
  });

  it('A19 sends login codes to a phone that strangers have used up for registrations', async () => {
    const { phone } = someone();
    const stranger = (): SendCode => someone({ phone, purpose: 'registration', identityId: null });
    for (let message = 1; message <= 10; message++) {
      assert.equal((await node.codes.send(stranger())).outcome, 'sent', `message ${message}`);
      clock.pass(60);
    }
    assert.equal((await node.codes.send(stranger())).outcome, 'limited');
    assert.equal((await node.codes.send(someone({ phone }))).outcome, 'sent');
    await takeMessages(node, clock);
  });

  it('sends for one identity once a minute, to whatever phone', async () => {
    const { identityId } = someone();
    assert.equal((await node.codes.send(someone({ identityId }))).outcome, 'sent');
    assert.equal((await node.codes.send(someone({ identityId }))).outcome, 'limited');
  });

  it('sends ten times an hour in one visit, to whatever phone', async () => {
    const { visitDigest } = someone();
    const ask = () => node.codes.send(someone({ visitDigest, purpose: 'registration', identityId: null }));
    for (let message = 1; message <= 10; message++) assert.equal((await ask()).outcome, 'sent');
    assert.deepEqual(await ask(), { outcome: 'limited', secondsLeft: 3600 });
  });

  it('A1 sends one message when 20 ask for one phone at once over two nodes', async () => {
    await takeMessages(node, clock);
    const { phone } = someone();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, turn) => (turn % 2 ? node : second).codes.send(someone({ phone }))),
    );
    assert.equal(answers.filter(({ outcome }) => outcome === 'sent').length, 1);
    assert.equal((await takeMessages(node, clock)).length, 1);
  });
});
