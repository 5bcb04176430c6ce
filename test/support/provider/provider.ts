import Koa, { type ParameterizedContext } from 'koa';
import { createProtocol, type Domain } from '../../../src/container/index.js';
import type { NewApplication } from '../../../src/domain/departments/index.js';
import type { Aal, Application } from '../../../src/domain/records/index.js';
import type { ProviderHost } from '../../../src/provider/host.js';
import type { Interactions, OpenInteraction } from '../../../src/provider/interactions.js';
import type { KeyTiming } from '../../../src/provider/keys/key-ring.js';
import type { ErrorPage, LogoutPage, PortalRefusal, ProviderSettings } from '../../../src/provider/ports.js';
import { type Clock, systemClock } from '../../../src/shared/clock.js';
import { AppError } from '../../../src/shared/errors.js';
import { limitBody } from '../../../src/web/middleware/limits.js';
import { listen, testHouse } from '../house.js';
import { ProviderBrowser } from '../http/provider-browser.js';
import { enrolmentOf } from '../identities/identities.js';
import type { Stores, TestStores } from '../stores.js';

/** One node of the service: its own collaborators on the shared stores. */
export interface ProviderNode {
  readonly url: string;
  readonly host: ProviderHost;
  readonly interactions: Interactions;
  readonly domain: Domain;
  readonly stores: Stores;
  readonly trouble: unknown[];
  /** What portals were refused, as the log would say it. */
  readonly refusals: PortalRefusal[];
  /** What was answered from memory, by path. */
  readonly documents: string[];
  /** The page last shown, as data. */
  shown: { error?: ErrorPage; logout?: LogoutPage; loggedOut?: Application | undefined };
}

export interface TestProvider extends ProviderNode {
  readonly issuer: string;
  /** The citizen who logs in when a login page is shown. */
  citizen: string;
  /** The level at which that login is made; the level asked for when undefined. */
  aal: Aal | undefined;
  /** The strongest login that any citizen can make; 2 unless set. */
  strongest?: Aal | undefined;
  /** Instead of walking on by itself: what the interaction page does. */
  onInteraction:
    | ((ctx: ParameterizedContext, details: OpenInteraction, node: ProviderNode) => Promise<void>)
    | undefined;
  /** The interactions that were shown, in order. */
  readonly walked: OpenInteraction[];
  secondNode(): Promise<ProviderNode>;
  addApplication(
    input?: Partial<NewApplication> & { readonly id?: string },
  ): Promise<{ application: Application; secret: string }>;
  addCitizen(): Promise<string>;
  browser(): ProviderBrowser;
  close(): Promise<void>;
}

const DEPARTMENT = 'dept-tests';
const both = (text: string) => ({ zh: text, en: text });

export interface ProviderOptions {
  readonly clock?: Clock;
  readonly settings?: Partial<ProviderSettings>;
  readonly timing?: Partial<KeyTiming>;
}

/** Claims an application of these tests is allowed: every one, `citizen_id` by statute. */
export const ALL_CLAIMS: readonly NewApplication['claims'][number][] = (
  ['name', 'birthdate', 'gender', 'phone_number', 'email', 'age_over_18', 'resident_of', 'verified_claims'] as const
).map((claim) => ({ claim, purpose: both('tests'), basis: { kind: 'consent' as const }, optional: false }));

export const CITIZEN_ID_BY_LAW = {
  claim: 'citizen_id' as const,
  purpose: both('tests'),
  basis: { kind: 'statutory' as const, reference: both('a statute') },
  optional: false,
};

let citizens = 0;

/** A provider behind a real server, with pages that walk on by themselves: the journeys are tested elsewhere. */
export async function startProvider(stores: TestStores, options: ProviderOptions = {}): Promise<TestProvider> {
  const closers: (() => Promise<void>)[] = [];
  const walked: OpenInteraction[] = [];
  const listening = await listen();
  const issuer = addressOf(listening);
  const state = { walked } as unknown as TestProvider;
  const node = await makeNode(listening, stores, issuer, state, options, closers);
  await node.domain.departments.add(
    { id: DEPARTMENT, name: both('部门'), level: 'national', region: '000000' },
    'operator:tests',
  );
  let applications = 0;
  Object.assign(state, node, {
    issuer,
    secondNode: async () => makeNode(await listen(), await stores.secondNode(), issuer, state, options, closers),
    addCitizen: () => addCitizen(node.domain),
    addApplication: (input: Partial<NewApplication> = {}) => addApplication(node.domain, ++applications, input),
    browser: () => new ProviderBrowser(issuer),
    close: async () => {
      for (const closer of closers.toReversed()) await closer();
    },
  });
  state.citizen = await state.addCitizen();
  return state;
}

async function addCitizen(domain: Domain): Promise<string> {
  const result = await domain.identities.register(
    enrolmentOf(++citizens, { email: `citizen${citizens}@example.test` }),
  );
  if (result.outcome !== 'registered') throw new Error('the number was taken');
  return result.identity.id;
}

async function addApplication(domain: Domain, n: number, input: Partial<NewApplication>) {
  const origin = `https://portal-${n}.example.test`;
  const result = await domain.applications.add(
    {
      id: `app-${n}`,
      departmentId: DEPARTMENT,
      name: both(`门户 ${n}`),
      summary: both('测试'),
      homeUri: `${origin}/`,
      redirectUris: [`${origin}/callback`],
      postLogoutRedirectUris: [`${origin}/bye`],
      authentication: 'client_secret_basic',
      claims: [...ALL_CLAIMS],
      ...input,
    },
    'operator:tests',
  );
  if (result.outcome !== 'added') throw new Error(JSON.stringify(result.faults));
  return { application: result.application, secret: result.secret ?? '' };
}

async function makeNode(
  { server, port, close }: Awaited<ReturnType<typeof listen>>,
  stores: Stores,
  issuer: string,
  state: TestProvider,
  options: ProviderOptions,
  closers: (() => Promise<void>)[],
): Promise<ProviderNode> {
  const clock = options.clock ?? systemClock;
  const { settings, domain, house } = await testHouse(stores, issuer, { clock });
  const node = {
    url: addressOf({ port }),
    domain,
    stores,
    trouble: [],
    refusals: [],
    documents: [],
    shown: {},
  } as unknown as ProviderNode;
  const { host, interactions } = await createProtocol(house, settings, {
    settings: {
      stayDays: undefined,
      terminalIdleMinutes: undefined,
      recentMs: undefined,
      highestAal: 2,
      ...options.settings,
    },
    ...(options.timing && { timing: options.timing }),
    authenticators: { strongest: async () => state.strongest ?? 2 },
    pages: pagesOf(node),
    onTrouble: ({ cause }) => void node.trouble.push(cause),
    onRefusal: (refusal) => void node.refusals.push(refusal),
    onDocument: (path) => void node.documents.push(path),
  });
  Object.assign(node, { host, interactions });
  const app = new Koa();
  app.use(async (ctx, next) => {
    // As the web application does.
    ctx.set('Content-Security-Policy', "script-src 'self'; form-action 'self'");
    ctx.state.formOrigins = new Set();
    try {
      await next();
    } catch (error) {
      ctx.status = error instanceof AppError ? error.status : 500;
      if (ctx.status >= 500) node.trouble.push(error);
    }
  });
  app.use(host.documents);
  app.use(limitBody as Koa.Middleware);
  app.use(host.middleware);
  app.use((ctx) => walk(ctx, node, state));
  server.on('request', app.callback());
  closers.push(async () => {
    await host.close();
    await close();
  });
  return node;
}

function pagesOf(node: ProviderNode) {
  return {
    error: (ctx: ParameterizedContext, page: ErrorPage) => {
      node.shown.error = page;
      ctx.body = `error page: ${page.error} ${page.description ?? ''}`;
    },
    logout: (ctx: ParameterizedContext, page: LogoutPage) => {
      node.shown.logout = page;
      ctx.body = 'logout page';
    },
    loggedOut: (ctx: ParameterizedContext, application: Application | undefined) => {
      node.shown.loggedOut = application;
      ctx.body = 'logged out';
    },
  };
}

/** The interaction pages: each does at once what a citizen would do on it; and two of Yihao's own. */
async function walk(ctx: ParameterizedContext, node: ProviderNode, state: TestProvider): Promise<void> {
  if (ctx.path === '/who') {
    ctx.body = (await node.interactions.currentSession(ctx)) ?? {};
    return;
  }
  if (ctx.path === '/sign-out') {
    ctx.body = { ended: await node.interactions.endSessionHere(ctx) };
    return;
  }
  const uid = /^\/interaction\/([^/]+)(?:\/\w+)?$/.exec(ctx.path)?.[1];
  if (!uid) return;
  const details = await node.interactions.details(ctx, uid);
  if (details.outcome !== 'open') {
    ctx.status = 400;
    ctx.body = `${details.outcome} ${details.application?.homeUri ?? ''}`;
    return;
  }
  state.walked.push(details);
  if (state.onInteraction) return state.onInteraction(ctx, details, node);
  return walkOn(ctx, details, node, state);
}

export async function walkOn(
  ctx: ParameterizedContext,
  details: OpenInteraction,
  node: ProviderNode,
  state: TestProvider,
): Promise<void> {
  const { uid } = details;
  switch (details.step) {
    case 'continue':
      await node.interactions.finishContinue(ctx, uid);
      return;
    case 'guardian':
      return node.interactions.abort(ctx, uid);
    case 'consent':
      await agree(details, node);
      return node.interactions.finishConsent(ctx, uid);
    default:
      return node.interactions.finishLogin(ctx, uid, {
        identityId: state.citizen,
        aal: state.aal ?? details.wantedAal,
        amr: ['pwd'],
        used: ['password'],
      });
  }
}

/** Agrees to everything that is asked; another tab may have done so at the same moment. */
export async function agree({ application, subjectIdentityId, requested }: OpenInteraction, node: ProviderNode) {
  const { consents, identities } = node.domain;
  const identity = (await identities.find(subjectIdentityId!))!;
  const question = { identity, application: application!, requested };
  for (let tries = 0; tries < 3; tries++) {
    const due = await consents.due(question);
    if (!due.due) return;
    const answer = { ...question, digest: due.digest, chosen: requested, locale: 'en' as const };
    if ((await consents.give(answer)).outcome === 'given') return;
  }
  throw new Error('the consent changed each time');
}

function addressOf({ port }: { readonly port: number }): string {
  return `http://127.0.0.1:${port}`;
}
