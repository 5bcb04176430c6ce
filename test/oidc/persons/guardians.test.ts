import { strict as assert } from 'node:assert';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  askAndAnswer,
  childNumber,
  grownUpNumber,
  registerPerson,
  registerProven,
} from '../../support/journeys/family.js';
import { MovableClock } from '../../support/movable-clock.js';
import { type ProviderNode, startProvider, type TestProvider, walkOn } from '../../support/provider/provider.js';
import { RawPortal } from '../../support/provider/provider-portal.js';
import { eachStorePair, type TestStores } from '../../support/stores.js';

const DAY = 24 * 3600;

eachStorePair('departments and those under 14', (make) => {
  let stores: TestStores;
  let clock: MovableClock;
  let provider: TestProvider;
  let portal: RawPortal;
  let guardian: { id: string; name: string; number: string };

  before(async () => {
    stores = await make();
    clock = new MovableClock();
    provider = await startProvider(stores, { clock, settings: { recentMs: 500 } });
    portal = new RawPortal(provider, await provider.addApplication());
    const person = { name: '王建国', number: grownUpNumber() };
    guardian = { ...person, id: await registerProven(provider.domain, person) };
  });
  beforeEach(async () => {
    provider.citizen = await registerPerson(provider.domain, { name: '王小明', number: childNumber(40, clock) });
    provider.walked.length = 0;
  });
  afterEach(() => {
    provider.onInteraction = undefined;
    assert.deepEqual(provider.trouble, []);
  });
  after(async () => {
    await provider?.close();
    await stores?.close();
  });

  const SCOPE = { scope: 'openid profile' };
  const steps = (): readonly string[] => provider.walked.map(({ step }) => step);
  const confirm = () => askAndAnswer(provider.domain, provider.citizen, guardian);
  /** Asks every 50 ms. @returns the milliseconds after which it was so */
  async function until(so: () => Promise<boolean>): Promise<number> {
    const begun = performance.now();
    while (!(await so())) {
      if (performance.now() - begun > 3_000) throw new Error('it never was');
      await sleep(50);
    }
    return performance.now() - begun;
  }
  const userinfoEnds = (token: string, node: ProviderNode) =>
    until(async () => (await portal.userinfo(token, node.url)).status === 401);

  it('give the portal access_denied and nothing else until the guardian has confirmed', async () => {
    const landing = await portal.authorize(provider.browser(), SCOPE);
    assert.equal(landing.url.searchParams.get('error'), 'access_denied');
    assert.equal(landing.url.searchParams.get('state'), 'state-1');
    assert.equal(landing.url.searchParams.get('iss'), provider.issuer);
    assert.equal(landing.url.searchParams.get('code'), null);
    assert.deepEqual(steps(), ['login', 'guardian']);
    assert.deepEqual(await stores.uow.read.consents.ofIdentity(provider.citizen), []);
    await confirm();
    const { id_token } = await portal.login(provider.browser(), SCOPE);
    assert.ok(id_token);
  });

  it('answer prompt=none with interaction_required, and let the child into Yihao itself', async () => {
    const browser = provider.browser();
    await portal.authorize(browser, SCOPE);
    const silent = await portal.authorize(browser, { ...SCOPE, prompt: 'none' });
    assert.equal(silent.url.searchParams.get('error'), 'interaction_required');
    const who = await browser.go(`${provider.issuer}/who`);
    assert.match(who.at === 'page' ? who.body : '', new RegExp(provider.citizen));
  });

  it('go on from the waiting page itself once the guardian has confirmed', async () => {
    provider.onInteraction = async (ctx, details, node) => {
      if (details.step !== 'guardian') return walkOn(ctx, details, node, provider);
      // Whoever says so before it is so comes back to the same page.
      if (steps().filter((step) => step === 'guardian').length > 1) await confirm();
      return node.interactions.finishGuardian(ctx, details.uid);
    };
    const landing = await portal.authorize(provider.browser(), SCOPE);
    assert.ok(landing.url.searchParams.get('code'), String(landing.url));
    assert.deepEqual(steps(), ['login', 'guardian', 'guardian', 'consent']);
  });

  it('are refused after the guardian refused', async () => {
    await askAndAnswer(provider.domain, provider.citizen, guardian, 'refused');
    const landing = await portal.authorize(provider.browser(), SCOPE);
    assert.equal(landing.url.searchParams.get('error'), 'access_denied');
  });

  it('A13 lose every token within a second of the guardian’s withdrawal, on the other node too', async () => {
    const id = await confirm();
    const second = await provider.secondNode();
    const browser = provider.browser();
    const code = await portal.code(browser, SCOPE);
    const tokens = await portal.exchange(await portal.code(browser, SCOPE));
    const token = String(tokens.body.access_token);
    for (const node of [provider, second]) assert.equal((await portal.userinfo(token, node.url)).status, 200);
    assert.equal(await provider.domain.wards.withdraw(guardian.id, id), true);
    for (const node of [provider, second]) assert.ok((await userinfoEnds(token, node)) < 1000);
    assert.equal((await portal.exchange(code)).body.error, 'invalid_grant');
    const again = await portal.authorize(browser, SCOPE);
    assert.equal(again.url.searchParams.get('error'), 'access_denied');
  });

  it('A13 lose every token and session within a second of the guardian’s closing the account, on the other node too', async () => {
    const id = await confirm();
    const second = await provider.secondNode();
    const browser = provider.browser();
    const token = String((await portal.login(browser, SCOPE)).access_token);
    assert.equal((await portal.userinfo(token, second.url)).status, 200);
    const login = async () => {
      const who = await browser.go(`${provider.issuer}/who`);
      return who.at === 'page' ? who.body : '';
    };
    assert.match(await login(), new RegExp(provider.citizen));
    // By the other node, so that this one has to see it in the stores.
    assert.equal(await second.domain.wards.close(guardian.id, id), true);
    for (const node of [provider, second]) assert.ok((await userinfoEnds(token, node)) < 1000);
    assert.doesNotMatch(await login(), new RegExp(provider.citizen));
    assert.equal((await provider.domain.identities.find(provider.citizen))?.state, 'closed');
  });

  it('give nothing for a grant that was on its way while the guardian withdrew', async () => {
    const id = await confirm();
    const token = String((await portal.login(provider.browser(), SCOPE)).access_token);
    // Only the guardianship ends here: as if the grant had been written a moment after the others were revoked.
    await stores.uow.run(async ({ guardianships }) => {
      const held = (await guardianships.hold(provider.citizen)).find((one) => one.id === id)!;
      await guardianships.update({ ...held, state: 'ended', guardianId: null });
    });
    assert.equal((await portal.userinfo(token)).status, 401);
  });

  it('need no guardian from the fourteenth birthday on, before upkeep has seen it', async () => {
    clock.pass(40 * DAY);
    const { id_token } = await portal.login(provider.browser(), SCOPE);
    assert.ok(id_token);
    assert.deepEqual(steps(), ['login', 'consent']);
  });
});
