import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import {
  enrolmentOf,
  type IdentityNode,
  identityNode,
  messagesOf,
  numberOf,
} from '../../../test/support/identities/identities.js';
import { eachStorePair, type TestStores } from '../../../test/support/stores.js';
import { createLocalKeyManagement } from '../../connectors/key-management/local.js';
import { PERSONAL_FIELDS } from '../records/index.js';

const SPELLINGS = [
  '11010519491231002X',
  '11010519491231002x',
  '１１０１０５１９４９１２３１００２Ｘ',
  '110105 19491231 002X',
  '110105491231002',
  '１１０１０５　４９１２３１　００２',
];

eachStorePair('registration', (make) => {
  let stores: TestStores;
  let node: IdentityNode;
  let other: IdentityNode;

  beforeEach(async () => {
    stores = await make();
    node = identityNode(stores);
    other = identityNode(await stores.secondNode());
  });
  afterEach(() => stores.close());

  /** Everybody who holds a number, whoever they are. */
  const holders = async () => (await stores.uow.read.numberIndex.page('', 1000)).map(({ identityId }) => identityId);

  it('begins an identity that is found by number and phone in any spelling, on every node', async () => {
    const result = await node.identities.register(
      enrolmentOf(1, { number: numberOf('11010519491231002X'), phone: '+8613812345678' }),
    );
    assert.equal(result.outcome, 'registered');
    assert.ok(result.outcome === 'registered');
    assert.deepEqual(await other.identities.find(result.identity.id), result.identity);
    assert.equal(result.identity.ial, 1);
    const digests = new Set<string>();
    for (const login of SPELLINGS) {
      const found = await other.identities.resolveLogin(login);
      assert.ok(found.outcome === 'one', login);
      assert.equal(found.identity.id, result.identity.id);
      digests.add(found.loginDigest);
    }
    assert.equal(digests.size, 1, 'A5 every spelling counts on the same counter');
    for (const login of ['13812345678', '+86 138-1234-5678', '１３８１２３４５６７８']) {
      assert.equal((await node.identities.resolveLogin(login)).outcome, 'one', login);
    }
    for (const login of [
      '440524188001010014',
      '13900000000',
      'nobody@example.cn',
      '',
      'zhangsan',
      '110105194912310021',
    ]) {
      assert.equal((await node.identities.resolveLogin(login)).outcome, 'none', login);
    }
    const kinds = (await stores.uow.read.authenticators.ofIdentity(result.identity.id)).map((one) => one.kind);
    assert.deepEqual(kinds.toSorted(), ['password', 'sms']);
    const events = await stores.uow.read.audit.ofIdentity(result.identity.id, 10);
    assert.deepEqual(
      events.map((event) => event.type),
      ['identity.registered'],
    );
    assert.deepEqual(
      (await messagesOf(node)).map((message) => message.template),
      ['registered'],
    );
  });

  it('A15 seals every field: the row shows neither name nor number nor phone, and opens only what is asked for', async () => {
    const person = enrolmentOf(2, { email: 'someone@example.cn' });
    const result = await node.identities.register(person);
    assert.ok(result.outcome === 'registered');
    const { id } = result.identity;
    const row = await stores.uow.read.personalData.find(id);
    const kept = JSON.stringify([row, await stores.uow.read.audit.ofIdentity(id, 10)]);
    for (const secret of [person.name, person.number.normalised, person.phone, person.number.birthdate!, 'someone@']) {
      assert.ok(!kept.includes(secret), secret);
    }
    assert.deepEqual(await other.identities.reveal(id, ['name', 'residence']), {
      name: person.name,
      residence: person.registry.residence,
    });
    const all = await node.identities.reveal(id, PERSONAL_FIELDS);
    assert.equal(all.number, person.number.normalised);
    assert.equal(all.birthdate, person.number.birthdate);
    assert.equal(all.gender, person.number.gender);
    assert.equal(all.phone, person.phone);
    assert.equal((await node.identities.resolveLogin(' SomeOne@Example.CN ')).outcome, 'one');
    assert.deepEqual(await node.identities.reveal('nobody', ['name']), {});
  });

  it('refuses a sealed field that was moved to another column, person or version', async () => {
    const rows = [];
    for (const index of [3, 4]) {
      const result = await node.identities.register(enrolmentOf(index));
      assert.ok(result.outcome === 'registered');
      rows.push((await stores.uow.read.personalData.find(result.identity.id))!);
    }
    const [one, two] = rows as [(typeof rows)[0], (typeof rows)[0]];
    const moved = [
      { ...one, name: one.number },
      { ...one, name: two.name },
      { ...one, name: two.name, dataKey: two.dataKey },
      { ...one, dataKey: two.dataKey },
      { ...one, version: 2 },
      { ...two, identityId: one.identityId },
    ];
    for (const row of moved) await assert.rejects(node.vault.open(row, ['name']), /broken/);
    assert.ok((await node.vault.open(one, ['name'])).name);
  });

  it('A2 gives one identity and one neutral answer to 50 parallel registrations of one number over two nodes', async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, at) =>
        [node, other][at % 2]!.identities.register(
          enrolmentOf(100 + at, { number: numberOf(SPELLINGS[at % SPELLINGS.length]!) }),
        ),
      ),
    );
    const registered = answers.filter((answer) => answer.outcome === 'registered');
    const taken = answers.filter((answer) => answer.outcome === 'taken');
    assert.equal(registered.length, 1);
    assert.equal(taken.length, 49);
    const { id } = registered[0]!.identity;
    assert.deepEqual([...new Set(taken.map((answer) => answer.identityId))], [id]);
    assert.deepEqual(await holders(), [id]);
    for (const at of [0, 1, 49]) {
      const found = await node.identities.resolveLogin(enrolmentOf(100 + at).phone);
      assert.equal(found.outcome, found.outcome === 'one' && found.identity.id === id ? 'one' : 'none');
    }
    const messages = await messagesOf(node);
    assert.deepEqual(messages.map((message) => message.template).toSorted(), [
      'number_already_registered',
      'registered',
    ]);
    assert.ok(messages.every((message) => JSON.stringify(message.to) === JSON.stringify({ identityId: id })));
  });

  it('A2 lets 40 different people register at once over two nodes', async () => {
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, at) => [node, other][at % 2]!.identities.register(enrolmentOf(200 + at))),
    );
    assert.ok(answers.every((answer) => answer.outcome === 'registered'));
    assert.equal((await holders()).length, 40);
  });

  it('tells the holder of a taken number once an hour, however often someone tries', async () => {
    let now = new Date('2026-06-30T12:00:00Z');
    const timed = identityNode(stores, { clock: { now: () => now } });
    await timed.identities.register(enrolmentOf(5));
    for (const minutes of [1, 2, 3, 61, 62]) {
      now = new Date(Date.parse('2026-06-30T12:00:00Z') + minutes * 60_000);
      assert.equal((await timed.identities.register(enrolmentOf(5, { name: '别人' }))).outcome, 'taken');
    }
    const templates = (await messagesOf(timed)).map((message) => message.template);
    assert.equal(templates.filter((template) => template === 'number_already_registered').length, 2);
  });

  it('names nobody by a phone that two active identities share', async () => {
    const phone = '+8613800000000';
    const first = await node.identities.register(enrolmentOf(6, { phone }));
    const second = await node.identities.register(enrolmentOf(7, { phone }));
    assert.ok(first.outcome === 'registered' && second.outcome === 'registered');
    assert.equal((await node.identities.resolveLogin(phone)).outcome, 'ambiguous');
    await node.identities.setState(second.identity.id, 'locked', 'system');
    const left = await node.identities.resolveLogin('138 0000 0000');
    assert.ok(left.outcome === 'one');
    assert.equal(left.identity.id, first.identity.id);
  });

  it('changes a contact, and the old one names nobody any more', async () => {
    const result = await node.identities.register(enrolmentOf(8, { phone: '+8613811111111' }));
    assert.ok(result.outcome === 'registered');
    const { id } = result.identity;
    for (const at of [1, 2, 3, 4]) {
      const email = `mail-${at}@example.cn`;
      const residence = `11010${at}`;
      // Two changes at the same moment on two nodes: both are kept.
      await Promise.all([
        node.identities.change(id, { email }, id),
        other.identities.change(id, { residence }, 'system'),
      ]);
      assert.deepEqual(await node.identities.reveal(id, ['email', 'residence']), { email, residence });
      assert.equal((await node.identities.resolveLogin(email)).outcome, 'one');
      assert.equal((await node.identities.resolveLogin(`mail-${at - 1}@example.cn`)).outcome, 'none');
    }
    await other.identities.change(id, { phone: '+8613822222222', email: null }, id);
    assert.equal((await node.identities.resolveLogin('13811111111')).outcome, 'none');
    assert.equal((await node.identities.resolveLogin('mail-4@example.cn')).outcome, 'none');
    assert.equal((await node.identities.resolveLogin('13822222222')).outcome, 'one');
    const kept = await node.identities.reveal(id, PERSONAL_FIELDS);
    assert.equal(kept.phone, '+8613822222222');
    assert.equal(kept.email, undefined);
    assert.equal(kept.number, enrolmentOf(8).number.normalised);
    assert.deepEqual(await node.identities.change('nobody', { email: null }, 'system'), { outcome: 'unknown' });
  });

  it('makes one index key though two nodes start at once, and refuses to start under another master key', async () => {
    await Promise.all([node.identities.ready(), other.identities.ready()]);
    assert.equal((await stores.uow.read.indexKeys.all()).length, 1);
    await node.identities.register(enrolmentOf(9));
    assert.equal((await other.identities.register(enrolmentOf(9))).outcome, 'taken');
    const stranger = identityNode(stores, { keys: createLocalKeyManagement(randomBytes(32)) });
    await assert.rejects(stranger.identities.ready(), /another master key/);
  });
});
