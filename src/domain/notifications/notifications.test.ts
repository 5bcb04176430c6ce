import assert from 'node:assert/strict';
import { authenticatorNode, takeMessages, testClock } from '../../../test/support/identities/authenticators.js';
import { type MakeStores, makeEmbedded, type TestStores } from '../../../test/support/stores.js';
import { LOCALES } from '../../shared/text.js';
import type { ChannelAnswer, MessageChannel, OutgoingMessage } from './message.js';
import { createMessageHandler, type MessageRouting } from './notifications.js';
import { MESSAGES, type MessageName } from './notifications.messages.js';

const VALUES = {
  application: '一网通办',

  name: '王*',
  child: '王**',
  code: '123456',
  minutes: 10,
  time: '11月23日 10:00',
  change: '更改了密码',
  day: '11月30日',
  left: 9,
  place: '成都市',
};
const NAMES = Object.keys(MESSAGES) as MessageName[];

describe('Notifications', () => {
  const make: MakeStores = makeEmbedded;
  let stores: TestStores;
  before(async () => {
    stores = await make();
  });
  after(() => stores.close());

  for (const name of NAMES) {
    it(`renders ${name} in both languages: named, without a link, nothing left to fill`, async () => {
      const clock = testClock();
      const node = authenticatorNode(stores, clock);
      for (const locale of LOCALES) {
        clock.pass(1);
        await stores.uow.run(({ outbox }) =>
          node.notifications.enqueue(outbox, {
            to: { phone: '+8613800138000' },
            template: name,
            values: VALUES,
            locale,
          }),
        );
      }
      const [chinese, english] = await takeMessages(node, clock);
      assert.match(chinese!.text, /^【一号】/);
      assert.match(english!.text, /^Yihao: /);
      for (const { text, subject, to } of [chinese!, english!]) {
        assert.doesNotMatch(text, /\{|\}|https?:|www\./);
        assert.ok(subject.length > 0);
        assert.deepEqual(to, { phone: '+8613800138000' });
      }
      const { zh, en } = MESSAGES[name];
      for (const [, place] of (zh + en).matchAll(/\{(\w+)\}/g)) {
        const value = String(VALUES[place as keyof typeof VALUES]);
        assert.ok(chinese!.text.includes(value) && english!.text.includes(value));
      }
    });
  }

  it('writes to an identity in both languages, sentences and moments within it too, whatever page caused it', async () => {
    const clock = testClock();
    const node = authenticatorNode(stores, clock);
    const values = { time: new Date('2026-11-23T02:00:00Z'), change: { zh: '更改了密码', en: 'password changed' } };
    await stores.uow.run(async ({ outbox }) => {
      const notice = { template: 'authenticator_changed', values, locale: 'en' } as const;
      await node.notifications.enqueue(outbox, { ...notice, to: { identityId: 'someone' } });
      clock.pass(1);
      await node.notifications.enqueue(outbox, { ...notice, to: { email: 'a@example.org' }, reader: 'someone' });
    });
    for (const message of await takeMessages(node, clock)) {
      const { locale, text, other } = message as typeof message & { other: typeof message };
      assert.deepEqual([locale, other.locale], ['zh-CN', 'en']);
      assert.match(text, /11月23日 10:00更改了密码/);
      assert.match(other.text, /at 10:00 on 23 November \(password changed\)/);
      assert.equal(other.values.change, 'password changed');
    }
  });

  it('sends what is wished by the ways that were chosen, and to nobody else', async () => {
    const clock = testClock();
    const node = authenticatorNode(stores, clock);
    const values = { time: clock.now(), application: '一网通办' };
    const told = (identityId: string) =>
      stores.uow.run((all) =>
        node.notifications.enqueueWished(all, identityId, 'consent', { template: 'consent_given', values }),
      );
    await stores.uow.run(({ preferences }) => preferences.put('wishes', { notices: { consent: ['email'] } }));
    await stores.uow.run(({ preferences }) => preferences.put('does not', { notices: { consent: [] } }));
    for (const id of ['wishes', 'does not', 'never said']) await told(id);
    const messages = await takeMessages(node, clock);
    assert.deepEqual(
      messages.map(({ to }) => to),
      [{ identityId: 'wishes', via: 'email' }],
    );
  });

  it('refuses a message with a place that has no value', async () => {
    const { notifications } = authenticatorNode(stores, testClock());
    const broken = stores.uow.run(({ outbox }) =>
      notifications.enqueue(outbox, { to: { phone: '+8613800138000' }, template: 'login_code', locale: 'en' }),
    );
    await assert.rejects(broken, TypeError);
  });
});

describe('createMessageHandler', () => {
  const message = { template: 'new_device', values: {}, locale: 'en', subject: 's', text: 't' };
  const delivery = { id: 'entry', attempts: 0, signal: AbortSignal.timeout(60_000) };

  function channel(answer: ChannelAnswer = 'sent') {
    const sent: OutgoingMessage[] = [];
    const send: MessageChannel['send'] = async (one) => {
      sent.push(one);
      return answer;
    };
    return { sent, send };
  }
  function routing(change: Partial<MessageRouting> = {}) {
    const refusals: unknown[] = [];
    const contactsOf: MessageRouting['contactsOf'] = async () => ({ phone: '+8613800138000', email: 'a@example.com' });
    const languageOf: MessageRouting['languageOf'] = async () => undefined;
    return { refusals, contactsOf, languageOf, onRefused: (refusal: object) => refusals.push(refusal), ...change };
  }

  it('sends by one way alone where it says so, and nothing where there is no such contact', async () => {
    const [phone, email] = [channel(), channel()];
    const route = routing({ phone, email });
    for (const via of ['phone', 'email'] as const) {
      assert.equal(await createMessageHandler(route)({ to: { identityId: 'x', via }, ...message }, delivery), 'done');
    }
    assert.deepEqual(
      [phone.sent.map(({ to }) => to), email.sent.map(({ to }) => to)],
      [['+8613800138000'], ['a@example.com']],
    );
    const silent = routing({ phone, email, contactsOf: async () => ({ phone: '+8613800138000' }) });
    const answer = await createMessageHandler(silent)({ to: { identityId: 'x', via: 'email' }, ...message }, delivery);
    assert.deepEqual([answer, phone.sent.length, email.sent.length, silent.refusals], ['done', 1, 1, []]);
  });

  it('sends to a phone, to a mail address, or to what the identity has now, under the entry’s id', async () => {
    const [phone, email] = [channel(), channel()];
    const handle = createMessageHandler(routing({ phone, email }));
    for (const to of [{ phone: '+8613900139000' }, { email: 'b@example.com' }, { identityId: 'x' }]) {
      assert.equal(await handle({ to, ...message }, delivery), 'done');
    }
    assert.deepEqual(
      phone.sent.map(({ id, to }) => [id, to]),
      [
        ['entry', '+8613900139000'],
        ['entry', '+8613800138000'],
      ],
    );
    assert.deepEqual(email.sent, [{ id: 'entry', to: 'b@example.com', ...message }]);
  });

  it('is in the language that its reader chose when it is delivered, and as it was written where they chose none', async () => {
    const other = { values: {}, locale: 'zh-CN', subject: '主', text: '文' };
    const both = { ...message, other };
    for (const [chosen, to, expected] of [
      ['zh-CN', { identityId: 'x' }, '文'],
      ['en', { identityId: 'x' }, 't'],
      [undefined, { identityId: 'x' }, 't'],
      ['zh-CN', { phone: '+8613900139000' }, 't'],
    ] as const) {
      const phone = channel();
      await createMessageHandler(routing({ phone, languageOf: async () => chosen }))({ to, ...both }, delivery);
      assert.equal(phone.sent[0]?.text, expected);
      assert.deepEqual(Object.keys(phone.sent[0]!).sort(), [
        'id',
        'locale',
        'subject',
        'template',
        'text',
        'to',
        'values',
      ]);
    }
    const phone = channel();
    const known = { to: { phone: '+8613900139000' }, reader: 'x', ...both };
    await createMessageHandler(routing({ phone, languageOf: async () => 'zh-CN' }))(known, delivery);
    assert.deepEqual([phone.sent[0]?.locale, phone.sent[0]?.text], ['zh-CN', '文']);
  });

  it('takes mail where there is no phone, or no way to phones', async () => {
    const email = channel();
    await createMessageHandler(routing({ email }))({ to: { identityId: 'x' }, ...message }, delivery);
    const mailOnly = routing({ phone: channel(), email, contactsOf: async () => ({ email: 'c@example.com' }) });
    await createMessageHandler(mailOnly)({ to: { identityId: 'x' }, ...message }, delivery);
    assert.deepEqual(
      email.sent.map(({ to }) => to),
      ['a@example.com', 'c@example.com'],
    );
  });

  it('passes on that it should be tried again, and ends what can never arrive, telling the reason and nobody’s address', async () => {
    const again = createMessageHandler(routing({ phone: channel('retry') }));
    assert.equal(await again({ to: { phone: '+8613900139000' }, ...message }, delivery), 'retry');
    const cases: [Partial<MessageRouting>, string][] = [
      [{ phone: channel('refused') }, 'refused'],
      [{ phone: channel(), contactsOf: async () => undefined }, 'no_address'],
      [{ phone: channel(), contactsOf: async () => ({}) }, 'no_address'],
      [{}, 'no_channel'],
    ];
    for (const [change, reason] of cases) {
      const made = routing(change);
      assert.equal(await createMessageHandler(made)({ to: { identityId: 'x' }, ...message }, delivery), 'done');
      assert.deepEqual(made.refusals, [{ id: 'entry', template: 'new_device', reason }]);
    }
  });

  it('delivers a template that only a newer version knows, since it arrives rendered', async () => {
    const phone = channel();
    const newer = { ...message, template: 'of_tomorrow', to: { phone: '+8613900139000' }, further: true };
    assert.equal(await createMessageHandler(routing({ phone }))(newer, delivery), 'done');
    assert.equal(phone.sent.length, 1);
  });
});
