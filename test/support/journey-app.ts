import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Router from '@koa/router';
import { hash } from '@node-rs/argon2';
import { decodeJwt } from 'jose';
import { HashPool } from '../../src/connectors/hashing/hash-pool.js';
import { createSimulatedRegistry } from '../../src/connectors/registry/simulated-registry.js';
import { SyntheticCitizens } from '../../src/connectors/registry/synthetic-citizens.js';
import type { AuditLog } from '../../src/domain/audit/index.js';
import {
  type Authenticator,
  Factors,
  KnownDevices,
  OneTimeCodes,
  SmsFactor,
  Throttle,
} from '../../src/domain/authenticators/index.js';
import { Consents } from '../../src/domain/consents/index.js';
import { Applications, Departments, Subjects } from '../../src/domain/departments/index.js';
import { Identities, type PopulationRegistry, type RegistryAnswer } from '../../src/domain/identities/index.js';
import {
  type Notification,
  Notifications,
  Outbox,
  type OutboxRepository,
} from '../../src/domain/notifications/index.js';
import type { Repositories } from '../../src/domain/repositories.js';
import { Sessions } from '../../src/domain/sessions/index.js';
import { createJourneys } from '../../src/journeys/index.js';
import { createProviderHost } from '../../src/provider/host.js';
import { Interactions } from '../../src/provider/interactions.js';
import { AppError, BUSY } from '../../src/shared/errors.js';
import { randomToken } from '../../src/shared/random.js';
import type { UnitOfWork } from '../../src/shared/unit-of-work.js';
import type { PageContext, PageState } from '../../src/ui/context.js';
import { renderExpired } from '../../src/ui/trouble.js';
import { createApp } from '../../src/web/app.js';
import { testKeys } from './identities.js';
import type { JourneyBrowser, Page } from './journey-browser.js';
import type { MakeStores, TestStores } from './stores.js';

/** The portals of the tests stand at an address that nobody listens on: browsers stop there. */
export const PORTAL = 'http://localhost:9';
export const atPortal = { until: (url: URL): boolean => url.origin === PORTAL };

const hashing = { memoryCost: 1024, timeCost: 1, parallelism: 1 };
let pool: HashPool | undefined;
/** One pool for all tests: starting workers takes longer than hashing. */
const sharedPool = (): HashPool => {
  pool ??= new HashPool({ workers: 2, queue: 200, ...hashing });
  return pool;
};
after('end the hashing workers', () => pool?.close());

/** A clock that tests move forward. It never lags behind the real one, which the stores' own time follows. */
export class MovableClock {
  #ahead = 0;
  now(): Date {
    return new Date(Date.now() + this.#ahead);
  }
  pass(seconds: number): void {
    this.#ahead += seconds * 1000;
  }
}

/** A registry whose answers a test can replace. */
export class SwitchableRegistry implements PopulationRegistry {
  readonly simulated = true;
  readonly #real = createSimulatedRegistry(new SyntheticCitizens('tests'));
  answer: RegistryAnswer | undefined;
  asked = 0;
  match(person: { name: string; number: string }): Promise<RegistryAnswer> {
    this.asked += 1;
    return this.answer ? Promise.resolve(this.answer) : this.#real.match(person);
  }
}

/** A hasher in front of the real one that a test can make busy. */
class InterruptibleHasher {
  busy = false;
  hash(password: string): Promise<string> {
    return this.busy ? Promise.reject(new AppError(BUSY)) : sharedPool().hash(password);
  }
  verify(hash: string | null, password: string): Promise<{ matches: boolean; rehash: boolean }> {
    return this.busy ? Promise.reject(new AppError(BUSY)) : sharedPool().verify(hash, password);
  }
}

/** The service on one pair of stores, with what tests look at and move. */
export type JourneyApp = Awaited<ReturnType<typeof startJourneyApp>>;

export async function startJourneyApp(make: MakeStores) {
  const stores = await make();
  const clock = new MovableClock();
  const registry = new SwitchableRegistry();
  const hasher = new InterruptibleHasher();
  const sent: Notification[] = [];
  const { ephemeral } = stores;
  let failing: string | undefined;
  const uow: UnitOfWork<Repositories> = {
    read: stores.uow.read,
    run: (work) =>
      stores.uow.run((repositories) => {
        const append: AuditLog['append'] = (event) =>
          event.type === failing ? Promise.reject(new Error('no room for audit')) : repositories.audit.append(event);
        return work({ ...repositories, audit: { ...repositories.audit, append } });
      }),
  };
  const keys = testKeys;
  const outbox = new Outbox({ keys, clock });
  const real = new Notifications({ outbox, clock });
  const notifications = {
    enqueue: async (repository: OutboxRepository, notification: Notification): Promise<void> => {
      sent.push(notification);
      await real.enqueue(repository, notification);
    },
  };
  const sessions = new Sessions({ uow, outbox, clock });
  const identities = new Identities({ uow, keys, clock, notices: notifications, sessions });
  await identities.ready();
  const applications = new Applications({ uow, clock });
  const consents = new Consents({ uow, outbox, clock });
  await addPortals(new Departments({ uow, clock }), applications);
  const throttle = new Throttle({ uow, clock });
  const codes = new OneTimeCodes({ uow, clock, keys, notifications });
  const phoneOf = async (id: string): Promise<string | undefined> => (await identities.reveal(id, ['phone'])).phone;
  const factors = new Factors([new SmsFactor({ codes, throttle, uow, phoneOf })]);

  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`;

  const settings = { issuer, sessionIdleMinutes: 30, sessionHours: 12, keyPollMs: 60_000, highestAal: 2 } as const;
  const deps = {
    settings,
    uow,
    ephemeral,
    keys,
    clock,
    applications,
    subjects: new Subjects({ uow }),
    consents,
    sessions,
    identities,
    pages: {
      error: (ctx: object) => renderExpired(ctx as PageContext),
      logout: () => undefined,
      loggedOut: () => undefined,
    },
    onTrouble: (trouble: { cause: unknown }) => void troubles.push(trouble.cause),
  };
  const troubles: unknown[] = [];
  const host = await createProviderHost(deps);
  const interactions = new Interactions(host, deps);
  const journeys = createJourneys({
    interactions,
    identities,
    registry,
    hasher,
    throttle,
    codes,
    factors,
    devices: new KnownDevices({ uow, clock }),
    notifications,
    uow,
    ephemeral,
    clock,
    throttleKey: await keys.derive('login-name'),
    secure: false,
  });
  const app = createApp({
    issuer,
    trustedProxies: ['127.0.0.1/32', '::1/128'],
    ephemeral,
    visitKey: await keys.derive('visit'),
    log: { info: () => undefined, error: (entry: object) => void troubles.push(entry) },
    assetsDirectory: 'src/ui/assets',
    routers: [journeys, agreeingCitizen({ interactions, consents, identities })],
    provider: host.middleware,
    interactionLocales: async (ctx) => {
      const uid = ctx.path.split('/')[2] ?? '';
      const details = await interactions.details(ctx, uid);
      return details.outcome === 'open' ? details.uiLocales.join(' ') : undefined;
    },
  });
  server.on('request', app.callback());

  return {
    url: issuer,
    stores: stores as TestStores,
    clock,
    registry,
    hasher,
    identities,
    journeys,
    sent,
    troubles,
    /** Makes every transaction fail that would write this audit event, until told otherwise. */
    failAudit(type: string | undefined): void {
      failing = type;
    },
    async passwordOf(identityId: string): Promise<Authenticator> {
      const all = await uow.read.authenticators.ofIdentity(identityId);
      return all.find(({ kind }) => kind === 'password')!;
    },
    /** As it would have been hashed under parameters that were too weak. */
    weakHash: (password: string): Promise<string> => hash(password, { ...hashing, memoryCost: 512 }),
    /** The latest code sent to a phone. */
    code(phone: string): string {
      const message = sent.findLast(({ to, values }) => 'phone' in to && to.phone === phone && values?.code);
      if (!message) throw new Error('no code was sent there');
      return String(message.values?.code);
    },
    /** Templates of the messages to an identity. */
    noticesTo(identityId: string): string[] {
      return sent
        .filter(({ to }) => 'identityId' in to && to.identityId === identityId)
        .map(({ template }) => template);
    },
    async close(): Promise<void> {
      await host.close();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      await stores.close();
    },
  };
}

async function addPortals(departments: Departments, applications: Applications): Promise<void> {
  const name = (zh: string, en: string) => ({ zh, en });
  for (const [id, minimumAal] of [
    ['social', 1],
    ['tax', 2],
  ] as const) {
    await departments.add(
      { id: `dept-${id}`, name: name(`${id}局`, `${id} office`), level: 'national', region: '000000' },
      'operator:test',
    );
    const added = await applications.add(
      {
        id,
        departmentId: `dept-${id}`,
        name: name(`${id}网`, `${id} portal`),
        summary: name('测试', 'for tests'),
        homeUri: `${PORTAL}/${id}`,
        redirectUris: [`${PORTAL}/${id}/callback`],
        authentication: 'none',
        claims: [],
        minimumAal,
      },
      'operator:test',
    );
    if (added.outcome !== 'added') throw new Error(JSON.stringify(added));
  }
}

/** Stands in for the consent page, which has tests of its own: whoever comes here agrees. */
function agreeingCitizen({
  interactions,
  consents,
  identities,
}: {
  interactions: Interactions;
  consents: Consents;
  identities: Identities;
}): Router<PageState> {
  const router = new Router<PageState>();
  router.get('/interaction/:uid/consent', async (ctx) => {
    const uid = ctx.params.uid!;
    const details = await interactions.details(ctx, uid);
    if (details.outcome !== 'open' || !details.application || !details.sessionIdentityId) return renderExpired(ctx);
    const identity = (await identities.find(details.sessionIdentityId))!;
    const question = { identity, application: details.application, requested: details.requested };
    const due = await consents.due(question);
    if (due.due) await consents.give({ ...question, digest: due.digest, chosen: [], locale: 'zh-CN' });
    await interactions.finishConsent(ctx, uid);
  });
  return router;
}

/** An authorization request of a portal of the tests, and what finishes it. */
export function portalRequest(
  app: { url: string },
  id: 'social' | 'tax' = 'social',
  more: Record<string, string> = {},
) {
  const verifier = randomToken();
  const state = randomToken();
  const url = new URL('/authorize', app.url);
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  url.search = new URLSearchParams({
    client_id: id,
    redirect_uri: `${PORTAL}/${id}/callback`,
    response_type: 'code',
    scope: 'openid',
    state,
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...more,
  }).toString();
  return {
    url: url.href,
    /** The claims of the ID token that the answer's code is worth. */
    async claims(page: Page): Promise<Record<string, unknown>> {
      const { searchParams } = page.url;
      if (searchParams.get('state') !== state) throw new Error(`not an answer to this request: ${page.url}`);
      if (!searchParams.has('code')) throw new Error(`no code: ${page.url}`);
      const response = await fetch(new URL('/token', app.url), {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'authorization_code',
          code: searchParams.get('code')!,
          redirect_uri: `${PORTAL}/${id}/callback`,
          code_verifier: verifier,
          client_id: id,
        }),
      });
      const body = (await response.json()) as { id_token?: string };
      if (!body.id_token) throw new Error(`no ID token: ${JSON.stringify(body)}`);
      return decodeJwt(body.id_token);
    },
  };
}

export interface TestCitizen {
  readonly name: string;
  readonly number: string;
  /** As people write it, without +86. */
  readonly phone: string;
  readonly password: string;
}

const citizens = new SyntheticCitizens('tests');

/** A citizen whom the registry of the tests knows. */
export function citizen(index: number, change: Partial<TestCitizen> = {}): TestCitizen {
  const { name, number, phone } = citizens.citizen(index);
  return { name, number, phone: phone.slice(3), password: `four words for ${index * 7919}`, ...change };
}

/** Walks the registration pages from any page of an interaction to the last one. */
export async function register(app: JourneyApp, browser: JourneyBrowser, page: Page, who: TestCitizen): Promise<Page> {
  const details = await browser.get(`${app.url}${interactionOf(page)}/register`);
  const { name, number, phone, password } = who;
  const code = await browser.submit(details, { name, number, phone });
  const choose = await browser.submit(code, { code: app.code(`+86${phone}`) });
  return browser.submit(choose, { password, password_again: password });
}

/** `/interaction/<uid>` of a page's address. */
export function interactionOf(page: Page): string {
  const found = /^\/interaction\/[^/]+/.exec(page.url.pathname);
  if (!found) throw new Error(`no page of an interaction: ${page.url} (${page.status})`);
  return found[0];
}
