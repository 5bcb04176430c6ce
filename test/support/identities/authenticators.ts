import { type OneTimeCodeSettings, OneTimeCodes, Throttle } from '../../../src/domain/authenticators/index.js';
import { Notifications, Outbox } from '../../../src/domain/notifications/index.js';
import { type Clock, plusSeconds } from '../../../src/shared/clock.js';
import type { Stores } from '../stores.js';
import { testKeys } from './identities.js';

/** A clock that a test moves by hand. */
export interface TestClock extends Clock {
  /** @param seconds how far the time goes on */
  pass(seconds: number): void;
}

export function testClock(from: Date = new Date('2026-11-23T02:00:00.000Z')): TestClock {
  let now = from;
  return {
    now: () => now,
    pass(seconds) {
      now = plusSeconds(now, seconds);
    },
  };
}

/** What one node has to do with codes and counters, on the real collaborators. */
export function authenticatorNode({ uow }: Pick<Stores, 'uow'>, clock: Clock, settings?: Partial<OneTimeCodeSettings>) {
  const outbox = new Outbox({ keys: testKeys, clock });
  const notifications = new Notifications({ outbox, clock });
  return {
    uow,
    outbox,
    notifications,
    throttle: new Throttle({ uow, clock }),
    codes: new OneTimeCodes({ uow, clock, keys: testKeys, notifications, ...(settings && { settings }) }),
  };
}

export type AuthenticatorNode = ReturnType<typeof authenticatorNode>;

/** Takes every message out of the outbox, as a worker would, newest last. */
export async function takeMessages(
  { uow, outbox }: Pick<AuthenticatorNode, 'uow' | 'outbox'>,
  clock: Clock,
): Promise<readonly Message[]> {
  const now = clock.now();
  const entries = await uow.run((repositories) => repositories.outbox.claim(now, plusSeconds(now, 60), 1000));
  for (const { id } of entries) await uow.run((repositories) => repositories.outbox.remove(id));
  const sorted = [...entries].sort((a, b) => (a.id < b.id ? -1 : 1));
  return Promise.all(sorted.map(async (entry) => (await outbox.open(entry)) as Message));
}

export interface Message {
  readonly to: Readonly<Record<string, string>>;
  readonly template: string;
  readonly values: Readonly<Record<string, string>>;
  readonly locale: string;
  readonly subject: string;
  readonly text: string;
}

/** The digits of the one message that waits. */
export async function takeCode(node: AuthenticatorNode, clock: Clock): Promise<string> {
  const [message, ...others] = await takeMessages(node, clock);
  if (!message?.values.code || others.length > 0) throw new Error('not exactly one message with a code');
  return message.values.code;
}
