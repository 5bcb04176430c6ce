import assert from 'node:assert/strict';
import {
  authenticatorNode,
  type TestClock,
  takeMessages,
  testClock,
} from '../../../test/support/identities/authenticators.js';
import { enrolmentOf, identityNode } from '../../../test/support/identities/identities.js';
import { eachStorePair, type Stores, type TestStores } from '../../../test/support/stores.js';
import { randomDigits, randomId, randomToken } from '../../shared/random.js';
import type { UnitOfWork } from '../../shared/unit-of-work.js';
import type { Repositories } from '../records/index.js';
import { Contacts, type ContactWork } from './contacts.js';

const ROUNDS = 40;

function nodeOf(stores: Pick<Stores, 'uow'>, clock: TestClock) {
  const { identities } = identityNode(stores, { clock });
  const parts = authenticatorNode(stores, clock);
  const { codes, notifications } = parts;
  const deps = { uow: stores.uow, clock, identities, codes, notifications };
  return { ...parts, deps, identities, contacts: new Contacts(deps) };
}
type Node = ReturnType<typeof nodeOf>;

eachStorePair('Contacts', (make) => {
  let stores: TestStores;
  let clock: TestClock;
  let node: Node;
  let second: Node;
  let index = 0;
  before(async () => {
    stores = await make();
    clock = testClock();
    node = nodeOf(stores, clock);
    second = nodeOf(await stores.secondNode(), clock);
  });
  beforeEach(() => clock.pass(61));
  after(() => stores.close());

  const newPhone = (): string => `+86138${randomDigits(8)}`;

  async function someone() {
    index += 1;
    const phone = newPhone();
    const registered = await node.identities.register(enrolmentOf(index, { phone }));
    assert.ok(registered.outcome === 'registered');
    await takeMessages(node, clock);
    const work = { identityId: registered.identity.id, visitDigest: randomToken() };
    return { id: work.identityId, phone, work };
  }
  const contactsOf = (id: string) => node.identities.reveal(id, ['phone', 'email']);

  async function sent(work: ContactWork, which: 'old' | 'new') {
    await takeMessages(node, clock);
    const answer = await node.contacts.send(work, which, 'zh-CN');
    assert.ok(answer.outcome === 'sent');
    const [message] = await takeMessages(node, clock);
    assert.deepEqual(message!.to, { [work.kind]: which === 'new' ? work.to : work.from });
    return { which, codeId: answer.codeId, code: message!.values.code! };
  }

  const give = (identityId: string, kind: 'totp' | 'passkey'): Promise<void> =>
    stores.uow.run(({ authenticators }) =>
      authenticators.insert({
        ...{
          id: randomId(),
          identityId,
          kind,
          secret: null,
          label: null,
          data: null,
          usableFrom: null,
          usableUntil: null,
        },
        ...{ createdAt: clock.now(), lastUsedAt: null },
      }),
    );

  it('changes the sealed data and the index, and tells the old address and every contact there is from now on', async () => {
    const { id, phone, work } = await someone();
    const to = newPhone();
    const change = { ...work, kind: 'phone', from: phone, to } as const;
    const code = await sent(change, 'new');
    assert.deepEqual(await node.contacts.change(change, code), { outcome: 'right' });
    assert.deepEqual(await contactsOf(id), { phone: to });
    assert.equal((await node.identities.resolveLogin(to)).outcome, 'one');
    assert.equal((await node.identities.resolveLogin(phone)).outcome, 'none');
    const told = await takeMessages(node, clock);
    assert.ok(told.every(({ template }) => template === 'contact_changed'));
    assert.deepEqual(
      new Set(told.map(({ to: whom }) => JSON.stringify(whom))),
      new Set(
        [{ phone }, { identityId: id, via: 'phone' }, { identityId: id, via: 'email' }].map((one) =>
          JSON.stringify(one),
        ),
      ),
    );
    assert.match(told[0]!.text, /更换了手机号/);
    const [event] = await stores.uow.read.audit.before(id, undefined, ['contact.changed'], 1);
    assert.deepEqual(event?.detail, { what: 'phone_changed' });
  });

  it('adds, changes and removes a mail address', async () => {
    const { id, phone, work } = await someone();
    const email = { ...work, kind: 'email' } as const;
    const [one, two] = ['one@example.org', 'two@example.org'];
    for (const change of [
      { ...email, to: one },
      { ...email, from: one, to: two },
    ]) {
      clock.pass(61);
      assert.deepEqual(await node.contacts.change(change, await sent(change, 'new')), { outcome: 'right' });
    }
    assert.deepEqual(await contactsOf(id), { phone, email: two });
    clock.pass(61);
    const removal = { ...email, from: two };
    const code = await sent(removal, 'old');
    assert.deepEqual(await node.contacts.change(removal, code), { outcome: 'right' });
    assert.deepEqual(await contactsOf(id), { phone });
    const told = await takeMessages(node, clock);
    assert.ok(told.some(({ to }) => to.email === two));
    const events = await stores.uow.read.audit.before(id, undefined, ['contact.changed'], 9);
    assert.deepEqual(
      events.map(({ detail }) => detail.what),
      ['email_removed', 'email_changed', 'email_added'],
    );
  });

  it('A3 a code changes nothing but what it was sent for', async () => {
    const { id, phone, work } = await someone();
    const change = { ...work, kind: 'phone', from: phone, to: newPhone() } as const;
    const code = await sent(change, 'new');
    const stranger = await someone();
    const foreign = [
      [{ ...change, visitDigest: randomToken() }, code],
      [{ ...change, identityId: stranger.id, from: stranger.phone }, code],
      [{ ...change, to: newPhone() }, code],
      [change, { ...code, which: 'old' }],
      [{ ...change, kind: 'email', from: undefined, to: 'x@example.org' }, code],
    ] as const;
    for (const [other, sentCode] of foreign)
      assert.deepEqual(await node.contacts.change(other, sentCode), { outcome: 'expired' });
    assert.deepEqual(await contactsOf(id), { phone });
    assert.deepEqual(await contactsOf(stranger.id), { phone: stranger.phone });
    assert.deepEqual(await node.contacts.change(change, code), { outcome: 'right' });
  });

  it('does nothing where the old contact is another by now', async () => {
    const { id, phone, work } = await someone();
    const change = { ...work, kind: 'phone', from: newPhone(), to: newPhone() } as const;
    const code = await sent(change, 'new');
    assert.deepEqual(await node.contacts.change(change, code), { outcome: 'expired' });
    assert.deepEqual(await contactsOf(id), { phone });
    assert.deepEqual(await takeMessages(node, clock), []);
  });

  it('spends no code and changes nothing where the audit fails', async () => {
    const { id, phone, work } = await someone();
    const change = { ...work, kind: 'phone', from: phone, to: newPhone() } as const;
    const code = await sent(change, 'new');
    const uow: UnitOfWork<Repositories> = {
      read: stores.uow.read,
      run: (task) =>
        stores.uow.run((all) => {
          const append = () => Promise.reject(new Error('no room'));
          return task({ ...all, audit: { ...all.audit, append } });
        }),
    };
    await assert.rejects(new Contacts({ ...node.deps, uow }).change(change, code), /no room/);
    assert.deepEqual(await contactsOf(id), { phone });
    assert.deepEqual(await node.contacts.change(change, code), { outcome: 'right' });
  });

  it('A1 a code changes a contact once by 8 parallel callers over two nodes, round after round', async function () {
    this.timeout(60_000);
    for (let round = 0; round < ROUNDS; round += 1) {
      const { id, phone, work } = await someone();
      const to = newPhone();
      const change = { ...work, kind: 'phone', from: phone, to } as const;
      const code = await sent(change, 'new');
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, turn) => (turn % 2 ? node : second).contacts.change(change, code)),
      );
      assert.equal(answers.filter(({ outcome }) => outcome === 'right').length, 1, `round ${round}`);
      assert.deepEqual(await contactsOf(id), { phone: to });
      assert.equal((await takeMessages(node, clock)).length, 3);
      assert.equal((await stores.uow.read.audit.before(id, undefined, ['contact.changed'], 9)).length, 1);
    }
  });

  it('A4 one phone may be several people’s: having it gives no one’s account to another', async () => {
    const victim = await someone();
    const other = await someone();
    const change = { ...other.work, kind: 'phone', from: other.phone, to: victim.phone } as const;
    const code = await sent(change, 'new');
    assert.deepEqual(await node.contacts.change(change, code), { outcome: 'right' });
    assert.equal((await node.identities.resolveLogin(victim.phone)).outcome, 'ambiguous');
    assert.deepEqual(await contactsOf(victim.id), { phone: victim.phone });
  });

  it('asks for a code to the old one, unless the login was made with something stronger', async () => {
    const { id, phone } = await someone();
    const due = (used: readonly string[], from: string | undefined = phone) => node.contacts.proofDue(id, used, from);
    assert.equal(await due(['password', 'sms']), 'code');
    assert.equal(await due(['sms']), 'code');
    for (const kind of ['totp', 'passkey', 'recovery']) assert.equal(await due(['password', kind]), 'none');
    assert.equal(await node.contacts.proofDue(id, ['password', 'sms'], undefined), 'none');
  });

  it('asks who was proven at IAL 2 for the app or passkey they have: text messages are not enough', async () => {
    const { id, phone } = await someone();
    await stores.uow.run(({ identities }) => identities.update(id, 0, { ial: 2 }));
    const weak = ['password', 'sms'];
    assert.equal(await node.contacts.proofDue(id, weak, phone), 'code', 'there is nothing stronger');
    await give(id, 'totp');
    assert.equal(await node.contacts.proofDue(id, weak, phone), 'stronger_login');
    assert.equal(await node.contacts.proofDue(id, weak, undefined), 'stronger_login');
    assert.equal(await node.contacts.proofDue(id, ['password', 'totp'], phone), 'none');
  });
});
