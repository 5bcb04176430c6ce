import assert from 'node:assert/strict';
import { type TestClock, testClock } from '../../../test/support/identities/authenticators.js';
import { testKeys } from '../../../test/support/identities/identities.js';
import { eachStorePair, type TestStores } from '../../../test/support/stores.js';
import type { OutgoingMessage } from '../../domain/notifications/index.js';
import { randomId } from '../../shared/random.js';
import { DemoMailbox } from './demo-mailbox.js';

eachStorePair('DemoMailbox', (make) => {
  let stores: TestStores;
  let clock: TestClock;
  let mailbox: DemoMailbox;
  const made: string[] = [];

  beforeEach(async () => {
    stores = await make();
    clock = testClock();
    mailbox = new DemoMailbox({ store: stores.ephemeral, clock, keys: testKeys });
  });
  afterEach(() => stores.close());

  function message(change: Partial<OutgoingMessage> = {}): OutgoingMessage {
    const id = randomId(clock.now().getTime());
    made.push(id);
    return {
      id,
      to: '+8613800138000',
      subject: 'subject',
      text: 'Your code is 123456',
      template: 'login_code',
      values: { code: '123456', minutes: 10 },
      locale: 'en',
      ...change,
    };
  }
  const texts = async (box = mailbox) => (await box.list()).map(({ text }) => text);

  it('shows what was sent, newest first, with the code apart, on every node', async () => {
    for (const text of ['first', 'second', 'third']) {
      clock.pass(1);
      assert.equal(await mailbox.send(message({ text, values: {} })), 'sent');
    }
    clock.pass(1);
    const last = message();
    await mailbox.send(last);
    const second = await stores.secondNode();
    const elsewhere = new DemoMailbox({ store: second.ephemeral, clock, keys: testKeys });
    assert.deepEqual(await texts(elsewhere), [last.text, 'third', 'second', 'first']);
    const [shown, older] = await mailbox.list();
    assert.deepEqual(
      [shown!.id, shown!.to, shown!.code, shown!.sentAt],
      [last.id, '+8613800138000', '123456', clock.now()],
    );
    assert.equal(older!.code, undefined);
  });

  it('shows a message once, however often it is delivered', async () => {
    const twice = message();
    await mailbox.send(twice);
    await mailbox.send(twice);
    assert.equal((await mailbox.list()).length, 1);
  });

  it('shows the last hour, across the turn of the hour, and at most 200', async () => {
    clock.pass(30 * 60);
    await mailbox.send(message({ text: 'early' }));
    clock.pass(59 * 60);
    await mailbox.send(message({ text: 'late' }));
    assert.deepEqual(await texts(), ['late', 'early']);
    clock.pass(60);
    assert.deepEqual(await texts(), ['late']);
    for (let turn = 0; turn < 205; turn++) {
      clock.pass(0.001);
      await mailbox.send(message({ text: String(turn) }));
    }
    const shown = await texts();
    assert.equal(shown.length, 200);
    assert.equal(shown[0], '204');
  });

  it('A15 keeps nothing readable', async () => {
    const sent = message();
    await mailbox.send(sent);
    const kept = await stores.ephemeral.get(`demo-message:{${sent.id}}`);
    assert.ok(kept);
    assert.doesNotMatch(kept, /123456|13800138000/);
    const other = message();
    await mailbox.send(other);
    await stores.ephemeral.delete(`demo-message:{${other.id}}`);
    await stores.ephemeral.set(`demo-message:{${other.id}}`, kept, 60);
    await assert.rejects(mailbox.list(), 'a seal belongs to its own message');
  });
});
