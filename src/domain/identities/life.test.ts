import assert from 'node:assert/strict';
import {
  enrolmentOf,
  type IdentityNode,
  identityNode,
  messagesOf,
} from '../../../test/support/identities/identities.js';
import { eachStorePair, type TestStores } from '../../../test/support/stores.js';
import { type Application, type Identity, type IdentityState, PERSONAL_FIELDS } from '../records/index.js';

const LATER = new Date('2099-01-01T00:00:00Z');

const portal: Application = {
  id: 'portal',
  departmentId: 'department',
  name: { zh: '门户', en: 'Portal' },
  summary: { zh: '测试', en: 'Test' },
  homeUri: 'https://portal.example/',
  redirectUris: ['https://portal.example/callback'],
  postLogoutRedirectUris: [],
  backchannelLogoutUri: 'https://portal.example/logout',
  authentication: 'none',
  secretDigest: null,
  jwks: null,
  idTokenAlg: 'ES256',
  pkce: 'required',
  pushedRequests: 'optional',
  assertionAudience: 'issuer',
  delegation: 'refused',
  claims: [],
  minimumIal: 1,
  minimumAal: 1,
  consentDays: 365,
  api: null,
  resource: null,
  calls: [],
  disabledAt: null,
  createdAt: new Date('2026-01-01T00:00:00Z'),
};

eachStorePair('life of an identity', (make) => {
  let stores: TestStores;
  let node: IdentityNode;
  let other: IdentityNode;

  beforeEach(async () => {
    stores = await make();
    node = identityNode(stores);
    other = identityNode(await stores.secondNode());
  });
  afterEach(() => stores.close());

  async function register(index: number): Promise<Identity> {
    const result = await node.identities.register(enrolmentOf(index));
    assert.ok(result.outcome === 'registered');
    return result.identity;
  }

  /** Logs the identity in at a portal, with a consent, a grant, a known device. */
  async function logIn({ id }: Identity): Promise<void> {
    const at = new Date();
    await stores.uow.run(async (all) => {
      await all.applications.insert(portal);
      await all.grants.put({
        digest: `grant-${id}`,
        identityId: id,
        applicationId: portal.id,
        payload: {},
        expiresAt: LATER,
        revokedAt: null,
      });
      await all.knownDevices.put({ identityId: id, deviceDigest: 'device', confirmedAt: at, lastSeenAt: at });
      await all.consents.insert({
        id: `consent-${id}`,
        identityId: id,
        applicationId: portal.id,
        items: [],
        givenAt: at,
        expiresAt: LATER,
        withdrawnAt: null,
        provenAt: at,
        version: 1,
      });
    });
    await node.sessions.record({ uid: `session-${id}`, identityId: id, aal: 1, expiresAt: LATER });
    await node.sessions.join({ uid: `session-${id}`, applicationId: portal.id, sid: 'sid' });
  }

  async function assertLoggedOut({ id }: Identity): Promise<void> {
    const { grants, sessions } = stores.uow.read;
    assert.equal(await grants.find(`grant-${id}`), undefined, 'the grant lives');
    assert.notEqual((await sessions.find(`session-${id}`))?.endedAt, null, 'the session lives');
    const far = new Date(Date.now() + 1000);
    const entries = await stores.uow.run((all) => all.outbox.claim(far, far, 100));
    assert.equal(entries.filter((entry) => entry.kind === 'logout').length, 1, 'the portal was not told');
  }

  async function assertErased({ id }: Identity): Promise<void> {
    const { personalData, authenticators, knownDevices, consents, numberIndex } = stores.uow.read;
    const row = (await personalData.find(id))!;
    assert.equal(row.dataKey, null);
    assert.ok(PERSONAL_FIELDS.every((field) => row[field] === null));
    assert.deepEqual(await node.identities.reveal(id, PERSONAL_FIELDS), {});
    assert.deepEqual(await authenticators.ofIdentity(id), []);
    assert.equal(await knownDevices.find(id, 'device'), undefined);
    assert.notEqual((await consents.find(id, portal.id))?.withdrawnAt, null);
    assert.ok((await numberIndex.page('', 100)).every(({ identityId }) => identityId !== id));
  }

  const states: readonly IdentityState[] = ['active', 'locked', 'closed', 'deceased'];
  const allowed = new Set([
    'active locked',
    'active closed',
    'active deceased',
    'locked active',
    'locked closed',
    'locked deceased',
  ]);

  it('goes from state to state only as allowed; closed and deceased are final', async () => {
    let index = 0;
    for (const from of states) {
      for (const to of states) {
        index += 1;
        const { id } = await register(index);
        await node.identities.setState(id, from, 'system');
        const result = await other.identities.setState(id, to, 'operator:test');
        const expected = from === to ? 'unchanged' : allowed.has(`${from} ${to}`) ? 'changed' : 'not_allowed';
        assert.equal(result.outcome, expected, `${from} → ${to}`);
        assert.equal((await node.identities.find(id))?.state, expected === 'not_allowed' ? from : to);
      }
    }
    assert.deepEqual(await node.identities.setState('nobody', 'locked', 'system'), { outcome: 'unknown' });
  });

  for (const state of ['locked', 'closed', 'deceased'] as const) {
    it(`A13 ends sessions and grants, tells the portals and raises the token epoch when ${state}`, async () => {
      const identity = await register(1);
      await logIn(identity);
      const result = await node.identities.setState(identity.id, state, 'operator:test', 'asked');
      assert.equal(result.outcome, 'changed');
      const now = (await other.identities.find(identity.id))!;
      assert.equal(now.tokenEpoch, identity.tokenEpoch + 1);
      await assertLoggedOut(identity);
      assert.equal((await other.identities.resolveLogin(enrolmentOf(1).number.normalised)).outcome, 'none');
      const events = await stores.uow.read.audit.ofIdentity(identity.id, 10);
      const change = events.find((event) => event.type === 'identity.state_changed')!;
      assert.equal(change.actor, 'operator:test');
      assert.deepEqual(change.detail, { from: 'active', to: state, reason: 'asked' });
      if (state === 'closed') await assertErased(identity);
    });
  }

  it('lets a locked identity log in again once it is unlocked, with everything issued before still dead', async () => {
    const identity = await register(1);
    await logIn(identity);
    await node.identities.setState(identity.id, 'locked', 'system');
    await node.identities.setState(identity.id, 'active', 'system');
    assert.equal((await node.identities.resolveLogin(enrolmentOf(1).phone)).outcome, 'one');
    await assertLoggedOut(identity);
  });

  it('makes one of two contradicting decisions win', async () => {
    for (let round = 1; round <= 5; round += 1) {
      const { id } = await register(round);
      const results = await Promise.all([
        node.identities.setState(id, 'deceased', 'system'),
        other.identities.setState(id, 'closed', 'system'),
      ]);
      assert.deepEqual(results.map((result) => result.outcome).toSorted(), ['changed', 'not_allowed']);
    }
  });

  it('frees the number when closed, and gives it to a new identity that has nothing of the old', async () => {
    const before = await register(1);
    await node.identities.setState(before.id, 'closed', 'system');
    const after = await register(1);
    assert.notEqual(after.id, before.id);
    const found = await other.identities.resolveLogin(enrolmentOf(1).number.normalised);
    assert.ok(found.outcome === 'one' && found.identity.id === after.id);
  });

  for (const state of ['locked', 'deceased'] as const) {
    it(`keeps the number of a ${state} person taken`, async () => {
      const { id } = await register(1);
      await node.identities.setState(id, state, 'system');
      assert.deepEqual(await other.identities.register(enrolmentOf(1)), { outcome: 'taken', identityId: id });
      const told = (await messagesOf(node)).filter((message) => message.template === 'number_already_registered');
      assert.equal(told.length, state === 'locked' ? 1 : 0);
    });
  }

  describe('take-over by proof', () => {
    const proof = (claimant: Identity, index: number, ial: 2 | 3 = 2) => ({
      claimantId: claimant.id,
      number: enrolmentOf(index).number,
      ial,
      actor: 'operator:test',
    });

    it('takes the number from a provisional holder, who loses everything and is told', async () => {
      const loser = await register(1);
      await logIn(loser);
      const claimant = await register(2);
      const result = await other.identities.takeOver(proof(claimant, 1));
      assert.ok(result.outcome === 'taken_over');
      assert.equal(result.loserId, loser.id);
      assert.equal(result.identity.ial, 2);
      assert.ok(result.identity.provenAt >= claimant.provenAt);

      const now = (await node.identities.find(loser.id))!;
      assert.equal(now.state, 'closed');
      assert.equal(now.tokenEpoch, 1);
      await assertErased(loser);

      const found = await node.identities.resolveLogin(enrolmentOf(1).number.normalised);
      assert.ok(found.outcome === 'one' && found.identity.id === claimant.id);
      assert.equal((await node.identities.resolveLogin(enrolmentOf(2).number.normalised)).outcome, 'none');
      const data = await node.identities.reveal(claimant.id, ['number', 'birthdate', 'gender', 'name']);
      assert.equal(data.number, enrolmentOf(1).number.normalised);
      assert.equal(data.birthdate, enrolmentOf(1).number.birthdate);
      assert.equal(data.name, enrolmentOf(2).name);

      const types = async (id: string) => (await stores.uow.read.audit.ofIdentity(id, 20)).map((event) => event.type);
      assert.ok((await types(loser.id)).includes('identity.state_changed'));
      assert.ok((await types(claimant.id)).includes('identity.number_proven'));
      const told = (await messagesOf(node)).find((message) => message.template === 'taken_over');
      assert.deepEqual(told?.to, { phone: enrolmentOf(1).phone });
    });

    it('ends the loser’s sessions and tells the portals', async () => {
      const loser = await register(1);
      await logIn(loser);
      await node.identities.takeOver(proof(await register(2), 1));
      await assertLoggedOut(loser);
    });

    it('makes the holder’s own claim proven', async () => {
      const holder = await register(1);
      const result = await node.identities.takeOver(proof(holder, 1, 3));
      assert.ok(result.outcome === 'proven');
      assert.equal((await node.identities.find(holder.id))?.ial, 3);
      assert.equal((await node.identities.takeOver(proof(holder, 1, 2))).outcome, 'proven');
      assert.equal((await node.identities.find(holder.id))?.ial, 3, 'a weaker proof lowers nothing');
    });

    it('makes two proofs a collision that changes nothing and is audited', async () => {
      const holder = await register(1);
      await node.identities.takeOver(proof(holder, 1, 2));
      await logIn(holder);
      const claimant = await register(2);
      const before = [await node.identities.find(holder.id), await node.identities.find(claimant.id)];
      const result = await node.identities.takeOver(proof(claimant, 1, 3));
      assert.deepEqual(result, { outcome: 'collision', holderId: holder.id });
      assert.deepEqual([await node.identities.find(holder.id), await node.identities.find(claimant.id)], before);
      const found = await node.identities.resolveLogin(enrolmentOf(1).number.normalised);
      assert.ok(found.outcome === 'one' && found.identity.id === holder.id);
      assert.ok(await stores.uow.read.grants.find(`grant-${holder.id}`));
      const events = await stores.uow.read.audit.ofIdentity(holder.id, 20);
      const event = events.find(({ type }) => type === 'identity.number_collision')!;
      assert.deepEqual(event.detail, { claimant: claimant.id, claimantIal: 3, holderIal: 2 });
    });

    it('leaves the number of a deceased person to staff, and a locked claimant out', async () => {
      const dead = await register(1);
      const claimant = await register(2);
      await node.identities.setState(dead.id, 'deceased', 'system');
      assert.equal((await node.identities.takeOver(proof(claimant, 1))).outcome, 'collision');
      await node.identities.setState(claimant.id, 'locked', 'system');
      assert.deepEqual(await node.identities.takeOver(proof(claimant, 1)), { outcome: 'not_allowed' });
    });

    it('gives a number that nobody holds', async () => {
      const claimant = await register(2);
      assert.equal((await node.identities.takeOver(proof(claimant, 1))).outcome, 'proven');
      assert.deepEqual(await node.identities.register(enrolmentOf(1)), { outcome: 'taken', identityId: claimant.id });
    });

    it('A2 lets one of two proofs at the same moment win, and calls the other a collision', async () => {
      for (let round = 1; round <= 5; round += 1) {
        await register(10 * round);
        const claimants = [await register(10 * round + 1), await register(10 * round + 2)] as const;
        const results = await Promise.all([
          node.identities.takeOver(proof(claimants[0], 10 * round)),
          other.identities.takeOver(proof(claimants[1], 10 * round)),
        ]);
        assert.deepEqual(results.map(({ outcome }) => outcome).toSorted(), ['collision', 'taken_over']);
      }
    });
  });
});
