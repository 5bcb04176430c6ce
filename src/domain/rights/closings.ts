import { z } from 'zod';
import { beijingDate } from '../../shared/beijing-time.js';
import { type Clock, plusSeconds } from '../../shared/clock.js';
import type { Text } from '../../shared/text.js';
import type { UnitOfWork } from '../../shared/unit-of-work.js';
import { type Notifier, record } from '../audit/index.js';
import {
  afterLostRaces,
  enterState,
  type IdentityStores,
  LostRace,
  type PersonalDataVault,
  type SessionEnder,
} from '../identities/index.js';
import type { DeliveryHandler, Outbox } from '../notifications/index.js';

type LifeDeps = Parameters<typeof enterState>[1];

export interface ClosingsDeps {
  readonly uow: UnitOfWork<IdentityStores>;
  readonly outbox: Pick<Outbox, 'add'>;
  readonly notifications: Notifier;
  readonly vault: PersonalDataVault;
  readonly sessions: SessionEnder;
  readonly followers?: LifeDeps['followers'];
  readonly clock: Clock;
}

/** Days to think. */
export const CLOSING_DAYS = 7;
const DAY_SECONDS = 86_400;

const dayText = (at: Date): Text => ({ zh: beijingDate(at, 'zh-CN'), en: beijingDate(at, 'en') });

const reminder = z.object({ identityId: z.string(), closesAt: z.coerce.date() });

/**
 * A citizen closes the account where it was opened (个人信息保护法 art. 47): they ask, have seven days in which one answer
 * keeps it, and then it ends. Until then all goes on but the account's own pages and new entries into portals, which ask
 * first whether it is to be kept.
 */
export class Closings {
  readonly #deps: ClosingsDeps;

  constructor(deps: ClosingsDeps) {
    this.#deps = deps;
  }

  /** @returns when it closes; undefined where it was asked before, or the account cannot be closed by its holder now */
  async ask(identityId: string): Promise<Date | undefined> {
    const { uow, clock, outbox, notifications } = this.#deps;
    const closesAt = plusSeconds(clock.now(), CLOSING_DAYS * DAY_SECONDS);
    return uow.run(async (stores) => {
      if (!(await stores.identities.moveClosing(identityId, null, closesAt))) return undefined;
      const notice = { words: { day: dayText(closesAt) } };
      await record({ clock, notifications }, stores, 'closing.asked', { actor: identityId, identityId, notice });
      await outbox.add(stores.outbox, {
        kind: 'closing',
        payload: { identityId, closesAt },
        dueAt: plusSeconds(closesAt, -DAY_SECONDS),
        expiresAt: closesAt,
      });
      return closesAt;
    });
  }

  /** @returns whether there was anything to take back */
  async keep(identityId: string): Promise<boolean> {
    const { uow, clock, notifications } = this.#deps;
    return uow.run(async (stores) => {
      const closesAt = (await stores.identities.find(identityId))?.closesAt;
      if (!closesAt || !(await stores.identities.moveClosing(identityId, closesAt, null))) return false;
      await record({ clock, notifications }, stores, 'closing.revoked', { actor: identityId, identityId });
      return true;
    });
  }

  /** The outbox worker's handler: a day before, word on every channel, once, unless the account is kept. */
  readonly remind: DeliveryHandler = async (payload, { id }) => {
    const { identityId, closesAt } = reminder.parse(payload);
    const { uow, notifications } = this.#deps;
    await uow.run(async (stores) => {
      const identity = await stores.identities.find(identityId);
      if (identity?.state !== 'active' || identity.closesAt?.getTime() !== closesAt.getTime()) return;
      // An entry may be delivered twice; a citizen is told once.
      if (!(await stores.spent.spend('closing-reminder', id, plusSeconds(closesAt, DAY_SECONDS)))) return;
      const values = { day: dayText(closesAt) };
      await notifications.enqueueEverywhere(stores.outbox, identityId, { template: 'closing_soon', values });
    });
    return 'done';
  };

  /**
   * Closes those whose days are over; of any number of nodes one does it. An account that is locked waits.
   * @returns how many were looked at
   */
  async closeDue(limit: number): Promise<number> {
    const due = await this.#deps.uow.read.identities.closing(this.#deps.clock.now(), limit);
    const failures: unknown[] = [];
    for (const { id, closesAt } of due) {
      // One that fails holds up nobody else.
      await afterLostRaces(() => this.#close(id, closesAt!)).catch((cause) => failures.push(cause));
    }
    if (failures.length > 0) throw failures[0];
    return due.length;
  }

  async #close(identityId: string, closesAt: Date): Promise<void> {
    const { uow, vault } = this.#deps;
    await uow.run(async (stores) => {
      await stores.indexKeys.all('share');
      // Its holder may keep it at this very moment: whoever moves the date first decides.
      if (!(await stores.identities.moveClosing(identityId, closesAt, null))) return;
      const identity = await stores.identities.find(identityId);
      if (identity?.state !== 'active') throw new LostRace('identity');
      const data = await stores.personalData.find(identityId);
      const chosen = await stores.preferences.find(identityId);
      const { phone, email } = await vault.open(data, ['phone', 'email']);
      // To the addresses themselves: afterwards nobody can look them up.
      const notice = {
        message: 'closed',
        to: [...(phone ? [{ phone }] : []), ...(email ? [{ email }] : [])],
        locale: chosen?.language ?? 'zh-CN',
      } as const;
      await enterState(stores, this.#deps, identity, 'closed', { actor: identityId, reason: 'asked', notice });
    });
  }
}
