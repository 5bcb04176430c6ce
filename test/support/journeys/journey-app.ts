import { hash } from 'argon2';
import type { FirstFactor, OutsideProvider, SecondFactor } from '../../../src/domain/authenticators/index.js';
import type { House } from '../../../src/domain/house.js';
import type { Notification } from '../../../src/domain/notifications/index.js';
import type { AuditLog, Authenticator, Repositories } from '../../../src/domain/records/index.js';
import type { PlaceFinder } from '../../../src/domain/sessions/index.js';
import { createJourneys } from '../../../src/journeys/index.js';
import type { UnitOfWork } from '../../../src/shared/unit-of-work.js';
import { startPages } from '../house.js';
import { MovableClock } from '../movable-clock.js';
import type { MakeStores } from '../stores.js';
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
  const troubles: unknown[] = [];
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
  const pages = await startPages({ ...stores, uow }, async (url) => ({
    ...{ clock, registry, hasher, places: PLACES, factors: { first, second }, outside: await outside(url) },
    environment: { YIHAO_STAY_DAYS: String(stayDays), YIHAO_TRUSTED_PROXIES: '127.0.0.1/32,::1/128' },
    routers: ({ house, interactions }) => [agreeingCitizen({ ...house, interactions })],
    onTrouble: (cause) => void troubles.push(cause),
  }));
  const { url, house, domain, interactions } = pages;
  const sent = recorded(house.notifications);
  await addPortals(house.departments, house.applications);

  return {
    ...house,
    ...{ url, domain, stores, clock, registry, hasher, sent, troubles },
    journeys: createJourneys(house, interactions),
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
      await pages.close();
      await stores.close();
    },
  };
}

/** Messages to identities and addresses from now on, but for those that go out by every way there is. */
function recorded(notifications: House['notifications']): Notification[] {
  const sent: Notification[] = [];
  const enqueue = notifications.enqueue.bind(notifications);
  notifications.enqueue = async (repository, notification) => {
    if (!('via' in notification.to)) sent.push(notification);
    await enqueue(repository, notification);
  };
  return sent;
}
