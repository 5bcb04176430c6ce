import assert from 'node:assert/strict';
import { testKeys } from '../../../test/support/identities/identities.js';
import { MovableClock } from '../../../test/support/movable-clock.js';
import { eachStorePair, type TestStores } from '../../../test/support/stores.js';
import { plusSeconds } from '../../shared/clock.js';
import { Applications, Departments } from '../departments/index.js';
import { Notifications, Outbox } from '../notifications/index.js';
import type { Application, ClaimPermission } from '../records/index.js';
import { Sessions } from '../sessions/index.js';
import { type ConsentDue, type ConsentPage, type ConsentQuestion, Consents } from './index.js';

const words = (text: string) => ({ zh: text, en: text });
const BY_LAW = { kind: 'statutory', reference: words('《社会保险法》第七十四条') } as const;
const BY_CHOICE = { kind: 'consent' } as const;
const CLAIMS: readonly ClaimPermission[] = [
  { claim: 'citizen_id', purpose: words('参保登记'), basis: BY_LAW, optional: false },
  { claim: 'name', purpose: words('称呼'), basis: BY_CHOICE, optional: false },
  { claim: 'phone_number', purpose: words('提醒'), basis: BY_CHOICE, optional: true },
  { claim: 'email', purpose: words('回执'), basis: BY_CHOICE, optional: true },
];
const ALL = ['citizen_id', 'name', 'phone_number', 'phone_number_verified', 'email'];
const DAY = 86_400;

eachStorePair('consents', (make) => {
  let stores: TestStores;
  let clock: MovableClock;
  let outbox: Outbox;
  let consents: Consents;
  let application: Application;
  let identity: { id: string; provenAt: Date };

  beforeEach(async () => {
    stores = await make();
    clock = new MovableClock();
    outbox = new Outbox({ keys: testKeys, clock });
    consents = new Consents({ uow: stores.uow, outbox, notifications: new Notifications({ outbox, clock }), clock });
    identity = { id: 'identity-1', provenAt: clock.now() };
    await new Departments({ uow: stores.uow, clock }).add(
      { id: 'dept', name: words('部门'), level: 'national', region: '000000' },
      'operator:tests',
    );
    application = await addApplication('portal', CLAIMS);
  });
  afterEach(() => stores.close());

  async function addApplication(id: string, claims: readonly ClaimPermission[]): Promise<Application> {
    const added = await new Applications({ uow: stores.uow, clock }).add(
      {
        id,
        departmentId: 'dept',
        name: words(id),
        summary: words(id),
        homeUri: 'https://portal.gov.cn/',
        redirectUris: ['https://portal.gov.cn/callback'],
        backchannelLogoutUri: 'https://portal.gov.cn/logout',
        authentication: 'none',
        claims,
      },
      'operator:tests',
    );
    assert(added.outcome === 'added');
    return added.application;
  }

  const question = (change: Partial<ConsentQuestion> = {}): ConsentQuestion => ({
    identity,
    application,
    requested: ALL,
    ...change,
  });

  async function pageOf(asked: ConsentQuestion): Promise<ConsentPage> {
    const due = await consents.due(asked);
    assert(due.due, 'the citizen should be asked');
    return due;
  }

  const answer = (asked: ConsentQuestion, page: ConsentPage, chosen: readonly string[] = []) =>
    consents.give({ ...asked, digest: page.digest, chosen, locale: 'zh-CN' });

  async function agree(asked = question(), chosen: readonly string[] = []): Promise<ConsentPage> {
    const page = await pageOf(asked);
    assert.equal((await answer(asked, page, chosen)).outcome, 'given');
    return page;
  }

  const reason = (due: ConsentDue) => (due.due ? due.reason : undefined);

  describe('the five reasons', () => {
    it('new application: asks once, with every claim in the registered order', async () => {
      const page = await agree();
      assert.equal(page.reason, 'new_application');
      assert.deepEqual(
        page.items.map(({ claim }) => claim),
        ['citizen_id', 'name', 'phone_number', 'email'],
      );
      assert.equal(reason(await consents.due(question())), undefined);
      assert.equal(reason(await consents.due(question({ requested: ['name'] }))), undefined);
    });

    it('asks about a new application even where it learns nothing', async () => {
      assert.deepEqual((await agree(question({ requested: [] }))).items, []);
      assert.equal(reason(await consents.due(question({ requested: [] }))), undefined);
    });

    it('new claims: shows what is held along with what is new', async () => {
      await agree(question({ requested: ['name', 'phone_number'] }), ['phone_number']);
      const page = await pageOf(question({ requested: ['email'] }));
      assert.equal(page.reason, 'new_claims');
      assert.deepEqual(
        page.items.map(({ claim }) => claim),
        ['name', 'phone_number', 'email'],
      );
    });

    it('new claims: a changed purpose or basis, or a refused claim that is now needed, is new', async () => {
      await agree(question(), []);
      const changed = (change: object) =>
        question({ application: { ...application, claims: CLAIMS.map((one) => ({ ...one, ...change })) } });
      assert.equal(reason(await consents.due(changed({ purpose: words('别的用途') }))), 'new_claims');
      assert.equal(reason(await consents.due(changed({ basis: BY_LAW, optional: false }))), 'new_claims');
      assert.equal(reason(await consents.due(changed({ optional: false }))), 'new_claims');
    });

    it('new claims: other regions than were shown are new', async () => {
      const residence = (regions: string[]) => ({
        ...application,
        claims: [{ claim: 'resident_of', purpose: words('参保'), basis: BY_CHOICE, optional: false, regions }],
      });
      const stored = await addApplication('regional', residence(['330100']).claims);
      const asked = question({ application: stored, requested: ['resident_of'] });
      await agree(asked);
      assert.equal(reason(await consents.due(asked)), undefined);
      const wider = { ...stored, claims: residence(['330000']).claims };
      assert.equal(reason(await consents.due({ ...asked, application: wider })), 'new_claims');
    });

    it('proven anew', async () => {
      await agree();
      identity = { ...identity, provenAt: plusSeconds(identity.provenAt, 10) };
      assert.equal((await agree()).reason, 'proven_anew');
      assert.equal(reason(await consents.due(question())), undefined);
    });

    it('expired: a year at most, and not a moment longer', async () => {
      await agree();
      clock.pass(365 * DAY - 60);
      assert.equal(reason(await consents.due(question())), undefined);
      clock.pass(61);
      assert.equal(reason(await consents.due(question())), 'expired');
      assert.equal(await consents.current(identity.id, 'portal'), undefined);
    });

    it('withdrawn, which counts before every other', async () => {
      await agree();
      await consents.withdraw({ identityId: identity.id, applicationId: 'portal', actor: identity.id });
      clock.pass(400 * DAY);
      identity = { ...identity, provenAt: clock.now() };
      assert.equal(reason(await consents.due(question())), 'withdrawn');
    });

    it('and none of the five where the application alone wants the page', async () => {
      await agree();
      const prompted = question({ requested: ['name'], promptedByApplication: true });
      assert.equal((await agree(prompted)).reason, 'prompted');
    });
  });

  describe('what is granted', () => {
    it('is the law’s and the needed, and of the choices only those that were ticked', async () => {
      const asked = question();
      const given = await answer(asked, await pageOf(asked), ['phone_number', 'birthdate', 'citizen_id']);
      assert(given.outcome === 'given');
      assert.deepEqual(
        given.consent.items.map(({ claim, granted }) => [claim, granted]),
        [
          ['citizen_id', true],
          ['name', true],
          ['phone_number', true],
          ['email', false],
        ],
      );
    });

    it('is never a claim that the application is not allowed, whatever it requests', async () => {
      const page = await agree(question({ requested: ['birthdate', 'name', '__proto__'] }));
      assert.deepEqual(
        page.items.map(({ claim }) => claim),
        ['name'],
      );
    });

    it('does not ask a refused choice again', async () => {
      await agree(question(), []);
      assert.equal(reason(await consents.due(question())), undefined);
    });
  });

  describe('A11 what is granted is what was shown', () => {
    it('two tabs with different requests: an answer to one is no answer to the other', async () => {
      const one = question({ requested: ['name'] });
      const other = question({ requested: ALL });
      const shown = await pageOf(one);
      assert.equal((await answer(other, shown)).outcome, 'changed');
      assert.equal(await consents.current(identity.id, 'portal'), undefined);
      assert.equal((await answer(one, shown)).outcome, 'given');
    });

    it('two tabs with one request: the second answer finds the question answered', async () => {
      const page = await pageOf(question());
      assert.equal((await answer(question(), page, ['email'])).outcome, 'given');
      assert.equal((await answer(question(), page, [])).outcome, 'changed');
      const current = await consents.current(identity.id, 'portal');
      assert.equal(current?.items.find(({ claim }) => claim === 'email')?.granted, true);
    });

    it('an application edited since: the answer does not count, though this node remembers the old one', async () => {
      const stale = { ...application, claims: CLAIMS.map((one) => ({ ...one, purpose: words('从前的用途') })) };
      const page = await pageOf(question({ application: stale }));
      assert.equal((await answer(question(), page)).outcome, 'changed');
      assert.equal((await answer(question({ application: stale }), page)).outcome, 'changed');
    });

    it('an edited page: another digest, another application, another citizen', async () => {
      const page = await pageOf(question());
      assert.equal((await answer(question(), { ...page, digest: 'x' })).outcome, 'changed');
      const other = await addApplication('portal-two', CLAIMS);
      assert.equal((await answer(question({ application: other }), page)).outcome, 'changed');
      const stranger = { ...identity, id: 'identity-2' };
      assert.equal((await answer(question({ identity: stranger }), page)).outcome, 'changed');
    });

    it('an application disabled meanwhile: nothing is granted', async () => {
      const page = await pageOf(question());
      await new Applications({ uow: stores.uow, clock }).disable('portal', 'operator:tests');
      assert.equal((await answer(question(), page)).outcome, 'changed');
    });

    it('answers at the same moment over two nodes: one counts', async () => {
      const page = await pageOf(question());
      const { uow } = await stores.secondNode();
      const nodes = [
        consents,
        new Consents({ uow, outbox, notifications: new Notifications({ outbox, clock }), clock }),
      ];
      const results = await Promise.all(
        Array.from({ length: 8 }, (_, n) =>
          nodes[n % 2]!.give({ ...question(), digest: page.digest, chosen: [], locale: 'en' }),
        ),
      );
      assert.equal(results.filter(({ outcome }) => outcome === 'given').length, 1);
      assert.equal((await consents.receipts(identity.id, 'portal')).length, 1);
      assert.ok(results.every(({ outcome }) => outcome === 'given' || outcome === 'repeated'));
    });

    it('the same answer sent twice is known again, until something else is decided', async () => {
      const prompted = question({ promptedByApplication: true });
      const page = await pageOf(prompted);
      assert.equal((await answer(prompted, page, ['email'])).outcome, 'given');
      assert.equal((await answer(prompted, page, ['email'])).outcome, 'repeated');
      assert.equal((await answer(prompted, page, [])).outcome, 'changed');
      await consents.withdraw({ identityId: identity.id, applicationId: 'portal', actor: identity.id });
      assert.equal((await answer(prompted, page, ['email'])).outcome, 'changed');
      assert.equal((await consents.receipts(identity.id, 'portal')).length, 2);
    });
  });

  it('keeps a receipt of every decision, with the page as it was shown, and writes it down', async () => {
    await agree(question(), ['email']);
    await consents.withdraw({ identityId: identity.id, applicationId: 'portal', actor: identity.id });
    const receipts = (await consents.receipts(identity.id, 'portal')).toSorted((a, b) => a.version - b.version);
    assert.deepEqual(
      receipts.map(({ version, action }) => [version, action]),
      [
        [1, 'given'],
        [2, 'withdrawn'],
      ],
    );
    const shown = receipts[0]!.shown as {
      items: { claim: string; basis: unknown; granted: boolean }[];
      locale: string;
    };
    assert.equal(shown.locale, 'zh-CN');
    assert.deepEqual(
      shown.items.map(({ claim, granted }) => [claim, granted]),
      [
        ['citizen_id', true],
        ['name', true],
        ['phone_number', false],
        ['email', true],
      ],
    );
    assert.deepEqual(shown.items[0]!.basis, BY_LAW);
    const events = await stores.uow.read.audit.ofIdentity(identity.id, 10);
    assert.deepEqual(events.map(({ type }) => type).toSorted(), ['consent.given', 'consent.withdrawn']);
  });

  it('withdrawing kills what was granted, tells the live portal once, and can be done once', async () => {
    await agree();
    const sessions = new Sessions({ uow: stores.uow, outbox, clock });
    const expiresAt = plusSeconds(clock.now(), 1800);
    await sessions.record({ uid: 's1', identityId: identity.id, aal: 1, expiresAt });
    await sessions.join({ uid: 's1', applicationId: 'portal', sid: 'sid-1' });
    const grant = { digest: 'g1', identityId: identity.id, applicationId: 'portal', payload: {}, expiresAt };
    await stores.uow.run(({ grants }) => grants.put({ ...grant, revokedAt: null }));
    const withdraw = () => consents.withdraw({ identityId: identity.id, applicationId: 'portal', actor: identity.id });
    const both = await Promise.all([withdraw(), withdraw()]);
    assert.deepEqual(both.map(({ outcome }) => outcome).toSorted(), ['nothing', 'withdrawn']);
    assert.equal(await stores.uow.read.grants.find('g1'), undefined);
    assert.deepEqual(await sessions.liveApplications('s1'), []);
    const now = plusSeconds(clock.now(), 1);
    const waiting = await stores.uow.run((repositories) => repositories.outbox.claim(now, plusSeconds(now, 60), 10));
    assert.deepEqual(await Promise.all(waiting.map((entry) => outbox.open(entry))), [
      { applicationId: 'portal', identityId: identity.id, sid: 'sid-1' },
    ]);
    assert.equal(await consents.current(identity.id, 'portal'), undefined);
  });
});
