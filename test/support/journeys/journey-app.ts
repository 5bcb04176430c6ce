import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hash } from 'argon2';
import { createTell } from '../../../src/account/history/telling.js';
import { createAccount, screenPath } from '../../../src/account/index.js';
import {
  Authenticators,
  Factors,
  type FirstFactor,
  KnownDevices,
  OneTimeCodes,
  OutsideAccounts,
  OutsideLogin,
  type OutsideProvider,
  PasskeyChallenges,
  PasskeyEnrolment,
  QrLogin,
  RecoveryCodes,
  RecoveryFactor,
  relyingParty,
  type SecondFactor,
  SmsFactor,
  Throttle,
  TotpEnrolment,
  TotpFactor,
} from '../../../src/domain/authenticators/index.js';
import { Consents } from '../../../src/domain/consents/index.js';
import { Contacts } from '../../../src/domain/contacts/index.js';
import { Delegations } from '../../../src/domain/delegations/index.js';
import { Applications, Departments, Subjects } from '../../../src/domain/departments/index.js';
import { Childhood, Guardians, Wards } from '../../../src/domain/guardians/index.js';
import { Identities, IndexKeys, PersonalDataVault } from '../../../src/domain/identities/index.js';
import { type Notification, Notifications, Outbox } from '../../../src/domain/notifications/index.js';
import { Preferences } from '../../../src/domain/preferences/index.js';
import type { AuditLog, Authenticator, OutboxRepository, Repositories } from '../../../src/domain/records/index.js';
import { Recoveries, RecoveryDoor, RecoveryProofs } from '../../../src/domain/recovery/index.js';
import { Closings, Corrections, DataExports, Returns } from '../../../src/domain/rights/index.js';
import { type PlaceFinder, Sessions } from '../../../src/domain/sessions/index.js';
import { Terminals } from '../../../src/domain/terminals/index.js';
import { homeRouter } from '../../../src/journeys/home/home.routes.js';
import { createJourneys } from '../../../src/journeys/index.js';
import { createTerminals } from '../../../src/journeys/terminal/terminal.routes.js';
import { HOME_CLIENT_ID } from '../../../src/provider/home.js';
import { createProviderHost } from '../../../src/provider/host.js';
import { Interactions } from '../../../src/provider/interactions.js';
import type { UnitOfWork } from '../../../src/shared/unit-of-work.js';
import type { PageContext } from '../../../src/ui/context.js';
import { renderExpired } from '../../../src/ui/page/trouble.js';
import { createApp } from '../../../src/web/app.js';
import { testKeys } from '../identities/identities.js';
import { MovableClock } from '../movable-clock.js';
import type { MakeStores, TestStores } from '../stores.js';
import { addPortals, agreeingCitizen, hashing, InterruptibleHasher, SwitchableRegistry } from './journey-parts.js';

/** The service on one pair of stores, with what tests look at and move. */
export type JourneyApp = Awaited<ReturnType<typeof startJourneyApp>>;

/** Requests say that they come from these addresses by `x-forwarded-for`. */
const PLACES: PlaceFinder = {
  find: ({ ip }) => ({ '203.0.113.1': '330100', '203.0.113.2': '510100' })[ip],
};

/** Factors of tests beside the real ones. */
export interface MoreFactors {
  readonly second?: readonly SecondFactor[];
  readonly first?: readonly FirstFactor[];
  /** @param url of this service, where they send browsers back to */
  outside?(url: string): Promise<readonly OutsideProvider[]>;
  /** As the setting; 0: staying signed in is not offered. */
  readonly stayDays?: number;
}

export async function startJourneyApp(
  make: MakeStores,
  { second = [], first = [], outside = async () => [], stayDays = 14 }: MoreFactors = {},
) {
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
        const appendAll: AuditLog['appendAll'] = async (events) => {
          for (const event of events) await append(event);
        };
        return work({ ...repositories, audit: { ...repositories.audit, append, appendAll } });
      }),
  };
  const keys = testKeys;
  const outbox = new Outbox({ keys, clock });
  const real = new Notifications({ outbox, clock });
  const notifications = {
    enqueueEverywhere: real.enqueueEverywhere.bind(real),
    enqueueWished: real.enqueueWished.bind(real),
    enqueue: async (repository: OutboxRepository, notification: Notification): Promise<void> => {
      sent.push(notification);
      await real.enqueue(repository, notification);
    },
  };
  const preferences = new Preferences({ uow, clock });
  const sessions = new Sessions({ uow, outbox, clock });
  const consents = new Consents({ uow, outbox, notifications, clock });
  const vault = new PersonalDataVault(keys);
  const index = new IndexKeys({ uow, keys, clock });
  const childhood = new Childhood({ uow, vault, clock });
  const guarding = { uow, childhood, vault, keys, index, clock, notifications, consents, sessions };
  const [guardians, wards] = [new Guardians(guarding), new Wards(guarding)];
  const identities = new Identities({ uow, keys, clock, notifications, sessions, followers: [wards] });
  await identities.ready();
  const applications = new Applications({ uow, clock });
  await addPortals(new Departments({ uow, clock }), applications);
  const proofs = new RecoveryProofs({ clock, keys });
  const returns = new Returns({ uow, vault, outbox, notifications, clock });
  const closings = new Closings({ uow, outbox, notifications, vault, sessions, followers: [wards], clock });
  const recoveries = new Recoveries({ uow, clock, keys, proofs, notifications, sessions, identities });
  const throttle = new Throttle({ uow, clock });
  const delegations = new Delegations({ uow, clock, identities, sessions, notifications, throttle });
  const codes = new OneTimeCodes({ uow, clock, keys, notifications });
  const phoneOf = async (id: string): Promise<string | undefined> => (await identities.reveal(id, ['phone'])).phone;
  const sealerOf = identities.sealerOf.bind(identities);
  const seconds = [
    ...second,
    new TotpFactor({ throttle, uow, clock, sealerOf }),
    new SmsFactor({ codes, throttle, uow, clock, phoneOf }),
    new RecoveryFactor({ throttle, uow, keys, notifications, clock }),
  ];

  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`;

  const addressOf = (code: string): string => issuer + screenPath(code);
  const qr = new QrLogin({ uow, ephemeral, keys, clock, addressOf });
  const accounts: OutsideAccounts = new OutsideAccounts({
    ...{ uow, keys, clock, origin: issuer, providers: await outside(issuer) },
    authenticators: { addIn: (...added) => authenticators.addIn(...added) },
  });
  const outsideLogins = accounts.providers.map((provider) => new OutsideLogin(accounts, provider));
  const factors = new Factors(seconds, [...first, qr, ...outsideLogins]);

  const settings = {
    issuer,
    sessionIdleMinutes: 30,
    sessionHours: 12,
    stayDays,
    terminalIdleMinutes: 5,
    keyPollMs: 60_000,
  } as const;
  const { highestAal } = factors;
  const authenticators: Authenticators = new Authenticators({ uow, clock, notifications, highestAal });
  const deps = {
    settings: { ...settings, highestAal },
    uow,
    ephemeral,
    keys,
    clock,
    applications,
    subjects: new Subjects({ uow }),
    consents,
    sessions,
    delegations,
    identities,
    places: PLACES,
    guardians,
    authenticators,
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
  const devices = new KnownDevices({ uow, clock });
  const journeys = createJourneys({
    interactions,
    identities,
    guardians,
    consents,
    applications,
    registry,
    hasher,
    throttle,
    codes,
    factors,
    devices,
    recoveries,
    recoveryDoor: new RecoveryDoor({
      notifications,
      ...{ uow, clock, keys, identities, codes, devices, hasher, throttle, registry, proofs },
    }),
    closings,
    notifications,
    preferences,
    uow,
    ephemeral,
    clock,
    throttleKey: await keys.derive('login-name'),
    places: PLACES,
    phoneCountries: ['86'],
    stayDays,
    idleMinutes: 30,
    secure: false,
  });
  const home = homeRouter({
    issuer,
    clientId: HOME_CLIENT_ID,
    applications,
    simulated: false,
    async strongest(ctx) {
      const session = await interactions.currentSession(ctx);
      return session && authenticators.strongest(session.identityId);
    },
    async visitor(ctx) {
      const session = await interactions.currentSession(ctx);
      return session && { maskedName: '张**', session };
    },
  });
  const account = createAccount({
    ...{ interactions, authenticators, identities, sessions, consents, delegations, applications },
    ...{ guardians, wards },
    ...{ hasher, uow, clock, notifications, qr, recoveries, closings, returns },
    ...{ hasher, uow, clock, notifications, phoneCountries: ['86'] },
    ...{ hasher, uow, clock, notifications, qr },
    ...{ hasher, uow, clock, notifications, preferences, phoneCountries: ['86'], secure: false },
    contacts: new Contacts({ uow, clock, identities, codes, notifications }),
    totp: new TotpEnrolment({ authenticators, uow, clock, sealerOf }),
    recovery: new RecoveryCodes({ authenticators, uow, keys }),
    corrections: new Corrections({ uow, notifications, identities, clock }),
    passkeys: new PasskeyEnrolment({
      notifications,
      ...{ authenticators, uow, keys, clock, party: relyingParty(issuer)! },
      challenges: new PasskeyChallenges({ clock, keys }),
      nameOf: async () => '张**',
    }),
    dataExports: new DataExports({
      uow,
      outbox,
      notifications,
      identities,
      tell: createTell({ applications, identities }),
      clock,
    }),
    outside: accounts,
  });
  const terminals = new Terminals({ uow, keys, clock });
  const terminalPages = createTerminals({
    interactions,
    terminals,
    secure: false,
    idleMinutes: 5,
  });
  const app = createApp({
    terminal: terminalPages.here,
    issuer,
    trustedProxies: ['127.0.0.1/32', '::1/128'],
    ephemeral,
    visitKey: await keys.derive('visit'),
    log: { info: () => undefined, error: (entry: object) => void troubles.push(entry) },
    assetsDirectory: 'src/ui/assets',
    routers: [terminalPages.router, home, account, agreeingCitizen({ interactions, consents, identities }), journeys],
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
    sessions,
    closings,
    recoveries,
    guardians,
    wards,
    journeys,
    terminals,
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
    /** The latest code sent to a phone or a mail address. */
    code(address: string): string {
      const message = sent.findLast(({ to, values }) => values?.code && Object.values(to).includes(address));
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
