import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Clock, plusSeconds } from '../../../shared/clock.js';
import { randomDigits, randomId } from '../../../shared/random.js';
import { type Locale, plainCode } from '../../../shared/text.js';
import type { UnitOfWork } from '../../../shared/unit-of-work.js';
import { LIMITS, type Limit } from '../../limits.js';
import type { Address, MessageName, Notifications, Recipient } from '../../notifications/index.js';
import type { FailureCounterRepository, OneTimeCode, Repositories } from '../../records/index.js';
import { type LimitSchedule, pauseOf, takeOne } from '../throttle/durable-limit.js';

/** The one thing asked of key management: the same 256-bit key for a purpose on every node. */
export interface DerivedKeys {
  derive(purpose: string): Promise<Buffer>;
}

interface OneTimeCodesDeps {
  readonly uow: UnitOfWork<Pick<Repositories, 'oneTimeCodes' | 'spent' | 'failureCounters' | 'outbox'>>;
  readonly clock: Clock;
  readonly keys: DerivedKeys;
  readonly notifications: Pick<Notifications, 'enqueue'>;
  readonly settings?: Partial<OneTimeCodeSettings>;
}

export interface OneTimeCodeSettings {
  readonly digits: number;
  readonly lifetimeMinutes: number;
}

const DEFAULTS: OneTimeCodeSettings = { digits: 6, lifetimeMinutes: 10 };

/**
 * Whose phone it goes to, whatever that is when it is delivered. To nobody where there is no such identity or no phone,
 * which whoever asked cannot tell.
 */
export interface ToIdentity {
  readonly toIdentity: string;
}

export type SendCode = (Address | ToIdentity) & {
  readonly purpose: OneTimeCode['purpose'];
  /** Digest of the browser's visit. */
  readonly visitDigest: string;
  /** Null while there is none: a registration. */
  readonly identityId: string | null;
  readonly locale: Locale;
};

export type SendAnswer =
  | { readonly outcome: 'sent'; readonly codeId: string; readonly expiresAt: Date }
  | { readonly outcome: 'limited'; readonly secondsLeft: number };

export interface VerifyCode {
  readonly codeId: string;
  readonly visitDigest: string;
  readonly purpose: OneTimeCode['purpose'];
  /** As typed: full-width digits, spaces and hyphens are understood. */
  readonly code: string;
  /** Where given, the code must have been sent for this identity (null: for none). */
  readonly identityId?: string | null;
  /** Where given, the code must have been sent to this phone, E.164. */
  readonly phone?: string;
  /** Where given, the code must have been sent to this mail address. */
  readonly email?: string;
  /** Where given, the code must have been sent so. */
  readonly toIdentity?: string;
}

/** `expired` stands for every code that cannot work here: too old, unknown, or sent in another browser. */
export type VerifyAnswer = { readonly outcome: 'right' | 'wrong' | 'expired' | 'used_up' };

const TEMPLATES: Readonly<Record<OneTimeCode['purpose'], MessageName>> = {
  login: 'login_code',
  registration: 'registration_code',
  contact_old: 'contact_old_code',
  contact_new: 'contact_new_code',
  recovery: 'recovery_code',
};

const SPENT_KIND = 'one-time-code';
const HOUR = 60 * 60;

/**
 * Codes sent to a phone or a mail address: six digits, ten minutes, good once. A code works only in the visit that asked for it, for the
 * purpose and the identity it was sent for. The store holds its HMAC, and the digits leave through the outbox alone.
 */
export class OneTimeCodes {
  readonly #deps: OneTimeCodesDeps;
  readonly #settings: OneTimeCodeSettings;
  #digestKey: Promise<Buffer> | undefined;

  constructor(deps: OneTimeCodesDeps) {
    this.#deps = deps;
    this.#settings = { ...DEFAULTS, ...deps.settings };
  }

  /** How many figures a code has. */
  get digits(): number {
    return this.#settings.digits;
  }

  /** Counts against the limits, keeps the code and puts the message into the outbox, in one transaction. */
  async send(input: SendCode): Promise<SendAnswer> {
    const now = this.#deps.clock.now();
    const { purpose, visitDigest, identityId, locale } = input;
    const to = recipientOf(input);
    const codeId = randomId(now.getTime());
    const code = randomDigits(this.#settings.digits);
    const [addressDigest, codeDigest] = await Promise.all([
      this.#digest('address', addressOf(input)),
      this.#digest('code', codeId, code),
    ]);
    const expiresAt = plusSeconds(now, this.#settings.lifetimeMinutes * 60);
    return this.#deps.uow.run(async ({ failureCounters, oneTimeCodes, outbox }) => {
      const secondsLeft = await this.#take(failureCounters, { purpose, addressDigest, identityId, visitDigest }, now);
      if (secondsLeft > 0) return { outcome: 'limited', secondsLeft };
      const bound = { purpose, visitDigest, identityId, addressDigest };
      await oneTimeCodes.insert({ id: codeId, ...bound, codeDigest, tries: 0, expiresAt });
      await this.#deps.notifications.enqueue(outbox, {
        to,
        template: TEMPLATES[purpose],
        values: { code, minutes: this.#settings.lifetimeMinutes },
        locale,
        expiresAt,
      });
      return { outcome: 'sent', codeId, expiresAt };
    });
  }

  /** Of any number of parallel calls with the right code, over any number of nodes, one hears `right`. */
  verify(input: VerifyCode): Promise<VerifyAnswer> {
    return this.#deps.uow.run((repositories) => this.verifyIn(repositories, input));
  }

  /** As `verify`, inside the caller's transaction: with what a right code is for. A wrong try must be committed too. */
  async verifyIn(
    { oneTimeCodes, spent }: Pick<Repositories, 'oneTimeCodes' | 'spent'>,
    input: VerifyCode,
  ): Promise<VerifyAnswer> {
    const now = this.#deps.clock.now();
    const offered = await this.#digest('code', input.codeId, plainCode(input.code));
    const address = input.phone ?? input.email ?? input.toIdentity;
    const addressDigest = address === undefined ? undefined : await this.#digest('address', address);
    const sent = await oneTimeCodes.find(input.codeId);
    if (!sent || sent.expiresAt <= now || !isBoundTo(sent, input, addressDigest)) return { outcome: 'expired' };
    if (!(await oneTimeCodes.addTry(sent.id, LIMITS.code_tries.most))) return { outcome: 'used_up' };
    if (!timingSafeEqual(Buffer.from(offered), Buffer.from(sent.codeDigest))) {
      return { outcome: sent.tries + 1 >= LIMITS.code_tries.most ? 'used_up' : 'wrong' };
    }
    // The row may be cleaned away when the code expires; the spent row lives a little longer.
    const won = await spent.spend(SPENT_KIND, sent.id, plusSeconds(sent.expiresAt, HOUR));
    return { outcome: won ? 'right' : 'used_up' };
  }

  /**
   * Takes one from each limit, always in the same order so that two sends cannot wait for each other in a circle.
   * Nothing is counted where any of them is already used up.
   * @returns seconds to wait; 0: go ahead
   */
  async #take(
    counters: FailureCounterRepository,
    asked: Pick<OneTimeCode, 'purpose' | 'addressDigest' | 'identityId' | 'visitDigest'>,
    now: Date,
  ): Promise<number> {
    const { purpose, addressDigest, identityId, visitDigest } = asked;
    const limits: [subject: string, purpose: string, schedule: LimitSchedule][] = [
      [addressDigest, `code-address-${purpose}`, spaced(LIMITS.code_address)],
      [visitDigest, 'code-visit', spaced(LIMITS.code_visit)],
    ];
    if (identityId) {
      // A login's code does not hold up one to change a contact, which comes right after it. A mistyped address may be
      // mended at once: the address itself has its pause.
      const counted = purpose === 'login' ? 'code-identity' : `code-identity-${purpose}`;
      limits.push([identityId, counted, spaced(LIMITS.code_identity, purpose === 'contact_new' ? 0 : undefined)]);
    }
    let wait = 0;
    for (const [subject, purpose] of limits) {
      const paused = pauseOf(await counters.find(subject, purpose), now);
      if (paused.blocked) wait = Math.max(wait, paused.secondsLeft);
    }
    if (wait > 0) return wait;
    for (const [subject, purpose, schedule] of limits) {
      const answer = await takeOne(counters, subject, purpose, now, schedule);
      if (answer.blocked) wait = Math.max(wait, answer.secondsLeft);
    }
    return wait;
  }

  /** The visit, the id and the digits are separated by a character that none of them has. */
  async #digest(...parts: readonly string[]): Promise<string> {
    this.#digestKey ??= this.#deps.keys.derive('one-time-code');
    return createHmac('sha256', await this.#digestKey)
      .update(parts.join('|'))
      .digest('base64url');
  }
}

function recipientOf(input: SendCode): Recipient {
  if ('toIdentity' in input) return { identityId: input.toIdentity, via: 'phone' };
  return 'phone' in input ? { phone: input.phone } : { email: input.email };
}

function addressOf(input: SendCode): string {
  if ('toIdentity' in input) return input.toIdentity;
  return 'phone' in input ? input.phone : input.email;
}

/** As many as the limit says in its window, each some time after the one before. */
function spaced({ most, per, ...limit }: Limit & { readonly per: number }, apart = limit.apart ?? 0): LimitSchedule {
  return { windowSeconds: per, pauseAfter: (n) => (n >= most ? per : apart) };
}

function isBoundTo(sent: OneTimeCode, input: VerifyCode, addressDigest: string | undefined): boolean {
  return (
    sent.purpose === input.purpose &&
    sent.visitDigest === input.visitDigest &&
    (input.identityId === undefined || sent.identityId === input.identityId) &&
    (addressDigest === undefined || sent.addressDigest === addressDigest)
  );
}
