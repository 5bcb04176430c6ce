import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type Clock, plusSeconds } from '../../../shared/clock.js';
import type { EphemeralStore } from '../../../shared/ephemeral.js';
import { randomDigits, randomToken } from '../../../shared/random.js';
import { createSealer, type Sealer } from '../../../shared/seal.js';
import type { UnitOfWork } from '../../../shared/unit-of-work.js';
import { type DetailOf, record } from '../../audit/index.js';
import { LIMITS } from '../../limits.js';
import { type ProvenLogin, provenLogin, type Repositories } from '../../records/index.js';
import { QR_FACTOR } from '../factors.messages.js';
import type { FirstAnswer, FirstBegun, FirstFactor, FirstRequest } from '../first-factor.js';
import type { DerivedKeys } from '../one-time-code/one-time-codes.js';
import type { Challenge } from '../second-factor.js';

export interface QrLoginDeps {
  readonly uow: UnitOfWork<Pick<Repositories, 'spent' | 'sessions' | 'audit'>>;
  readonly ephemeral: EphemeralStore;
  readonly keys: DerivedKeys;
  readonly clock: Clock;
  /** The page on which whoever is logged in confirms; a QR code leads there. */
  readonly addressOf: (code: string) => string;
}

/** The login with which somebody confirms: their phone's, as a rule. */
export interface LentSession extends Omit<ProvenLogin, 'used'> {
  readonly uid: string;
  readonly authTime: Date;
}

/** What whoever confirms is told of the screen that waits. */
export interface WaitingScreen {
  readonly applicationId: string;
  /** As `browserOf` reads it. */
  readonly browser: string | null;
  /** As a `PlaceFinder` says it. */
  readonly place: string | null;
  readonly beganAt: Date;
}

export type ScreenLook =
  | { readonly outcome: 'waiting'; readonly screen: WaitingScreen }
  /** Nobody waits under this code, or no longer. */
  | { readonly outcome: 'none' }
  /** Too many codes under which nobody waits. */
  | { readonly outcome: 'limited'; readonly secondsLeft: number };

export type QrConfirmation =
  | { readonly outcome: 'confirmed' }
  /** Answered already, or too late, or wrong for the third time. */
  | { readonly outcome: 'over' }
  | { readonly outcome: 'wrong'; readonly triesLeft: number };

/** Figures of the code under which a screen waits: it names the request and proves nothing. */
export const QR_CODE_DIGITS = 8;
/** Figures of the number that only somebody in front of the screen can read. */
export const QR_NUMBER_DIGITS = 2;
const LIVES_SECONDS = 2 * 60;
/** Longer than a request can live on the slowest clock. */
const SPENT_SECONDS = 3600;
const SPENT_KIND = 'qr-login';
/** The phone's key was not shown to this screen: what it proved there (possession, a touch) is not proven here. */
const OF_THE_PHONE_ALONE: ReadonlySet<string> = new Set(['hwk', 'swk', 'user', 'mca']);

const lent = provenLogin.omit({ used: true, epoch: true }).extend({ uid: z.string(), authTime: z.number() });

const kept = z.object({
  /** Known to the screen's visit alone; what is spent. */
  token: z.string(),
  visitDigest: z.string(),
  base: z.string(),
  applicationId: z.string(),
  browser: z.string().nullable(),
  place: z.string().nullable(),
  beganAt: z.number(),
  number: z.string(),
  wrong: z.number(),
  refused: z.boolean(),
  lent: lent.nullable(),
});
type Kept = z.output<typeof kept>;

/**
 * A login passed on from a phone that is logged in: a screen shows a QR code and a number, and whoever opens the code's
 * address while logged in types the number and confirms. The number ties the confirmation to one screen in sight: a code
 * that was sent on to a victim is of no use without it.
 *
 * What a screen gets is never younger than the phone's login (its `auth_time` is the phone's), never stronger, and at
 * most AAL 2: whoever shows a victim both code and number can still relay them, so it is not phishing-resistant
 * (NIST SP 800-63B-4 §3.2.5). It waits two minutes, is good once, and dies with the phone's session.
 */
export class QrLogin implements FirstFactor {
  readonly kind = 'qr';
  readonly id = 'qr';
  readonly aal = 2;
  readonly label = QR_FACTOR.login;
  readonly passesOn = true;
  readonly #deps: QrLoginDeps;
  #sealer: Promise<Sealer> | undefined;

  constructor(deps: QrLoginDeps) {
    this.#deps = deps;
  }

  async begin({ visitDigest, base, screen }: FirstRequest): Promise<FirstBegun> {
    const { clock, ephemeral, addressOf } = this.#deps;
    const now = clock.now();
    const token = randomToken();
    const number = randomDigits(QR_NUMBER_DIGITS);
    const state: Kept = {
      ...{ token, visitDigest, base, ...screen, number },
      ...{ beganAt: now.getTime(), wrong: 0, refused: false, lent: null },
    };
    let code: string;
    do code = randomDigits(QR_CODE_DIGITS);
    while (!(await ephemeral.add(keyOf(code), await this.#seal(code, state), LIVES_SECONDS)));
    return {
      outcome: 'begun',
      challenge: { code, token },
      expiresAt: plusSeconds(now, LIVES_SECONDS),
      shown: { entry: 'elsewhere', href: addressOf(code), code, number },
    };
  }

  async look(request: FirstRequest & { challenge: Challenge }): Promise<'waiting' | 'answered' | 'over'> {
    const state = await this.#ofScreen(request);
    if (!state || state.refused) return 'over';
    return state.lent ? 'answered' : 'waiting';
  }

  /** Of any number of parallel calls, over any number of nodes, one hears `right`. */
  async verify(request: FirstRequest & { challenge: Challenge; answer: string }): Promise<FirstAnswer> {
    const state = await this.#ofScreen(request);
    if (!state) return { outcome: 'expired' };
    if (state.refused) return { outcome: 'wrong' };
    if (!state.lent) return { outcome: 'waiting' };
    const { uid, authTime, ...login } = state.lent;
    const { uow, clock, ephemeral } = this.#deps;
    const now = clock.now();
    const won = await uow.run(async ({ sessions, spent }) => {
      const session = await sessions.find(uid);
      if (session?.identityId !== login.identityId || session.endedAt || session.expiresAt <= now) return false;
      return spent.spend(SPENT_KIND, digest(state.token), plusSeconds(now, SPENT_SECONDS));
    });
    await ephemeral.delete(keyOf(request.challenge.code!));
    return won ? { outcome: 'right', ...login, authTime: new Date(authTime) } : { outcome: 'expired' };
  }

  /** For the page on which whoever is logged in confirms. */
  async find(code: string, identityId: string): Promise<ScreenLook> {
    const { ephemeral } = this.#deps;
    const found = await this.#read(code);
    if (found && !found.state.refused && !found.state.lent) {
      const { applicationId, browser, place, beganAt } = found.state;
      return { outcome: 'waiting', screen: { applicationId, browser, place, beganAt: new Date(beganAt) } };
    }
    const { most, per } = LIMITS.qr_misses;
    const { count, secondsLeft } = await ephemeral.count(`qr-misses:${digest(identityId)}`, per);
    return count > most ? { outcome: 'limited', secondsLeft } : { outcome: 'none' };
  }

  /** @param number what was read from the screen */
  async confirm(code: string, session: LentSession, number: string): Promise<QrConfirmation> {
    const changed = await this.#change(code, (state) => {
      if (state.number === number) return { ...state, lent: lentBy(session) };
      const wrong = state.wrong + 1;
      return { ...state, wrong, refused: wrong >= LIMITS.qr_numbers.most };
    });
    if (!changed) return { outcome: 'over' };
    const { wrong, refused, applicationId } = changed;
    if (refused) await this.#refused('wrong_number', session, applicationId);
    if (!changed.lent)
      return refused ? { outcome: 'over' } : { outcome: 'wrong', triesLeft: LIMITS.qr_numbers.most - wrong };
    try {
      await this.#confirmed(session, applicationId);
    } catch (error) {
      await this.#deps.ephemeral.delete(keyOf(code));
      throw error;
    }
    return { outcome: 'confirmed' };
  }

  /** @returns false where nobody waits under this code any more */
  async refuse(code: string, session: LentSession): Promise<boolean> {
    const changed = await this.#change(code, (state) => ({ ...state, refused: true }));
    if (changed) await this.#refused('by_holder', session, changed.applicationId);
    return changed !== undefined;
  }

  /** One that is answered already stays as it is. @returns what it became */
  async #change(code: string, change: (state: Kept) => Kept): Promise<Kept | undefined> {
    for (;;) {
      const found = await this.#read(code);
      if (!found || found.state.refused || found.state.lent) return undefined;
      const next = change(found.state);
      const sealed = await this.#seal(code, next);
      if (await this.#deps.ephemeral.replace(keyOf(code), found.sealed, sealed)) return next;
    }
  }

  /** What this very screen waits for: another visit or another interaction has none. */
  async #ofScreen({
    challenge,
    visitDigest,
    base,
  }: FirstRequest & { challenge: Challenge }): Promise<Kept | undefined> {
    const found = await this.#read(challenge.code ?? '');
    const { state } = found ?? {};
    const mine = state?.token === challenge.token && state?.visitDigest === visitDigest && state?.base === base;
    return mine ? state : undefined;
  }

  async #read(code: string): Promise<{ readonly sealed: string; readonly state: Kept } | undefined> {
    const { ephemeral, clock } = this.#deps;
    const key = keyOf(code);
    const sealed = await ephemeral.get(key);
    if (sealed === undefined) return undefined;
    const state = kept.parse(JSON.parse((await this.#seals()).open(sealed, key)));
    return state.beganAt + LIVES_SECONDS * 1000 > clock.now().getTime() ? { sealed, state } : undefined;
  }

  async #seal(code: string, state: Kept): Promise<string> {
    return (await this.#seals()).seal(JSON.stringify(state), keyOf(code));
  }

  #seals(): Promise<Sealer> {
    this.#sealer ??= this.#deps.keys.derive(SPENT_KIND).then(createSealer);
    return this.#sealer;
  }

  #refused(reason: DetailOf<'qr_login.refused'>['reason'], { identityId }: LentSession, applicationId: string) {
    const event = { actor: identityId, identityId, applicationId, detail: { reason } };
    return this.#deps.uow.run((stores) => record(this.#deps, stores, 'qr_login.refused', event));
  }

  #confirmed({ identityId }: LentSession, applicationId: string): Promise<void> {
    const event = { actor: identityId, identityId, applicationId };
    return this.#deps.uow.run((stores) => record(this.#deps, stores, 'qr_login.confirmed', event));
  }
}

function lentBy({ uid, identityId, aal, amr, authTime }: LentSession): z.output<typeof lent> {
  const passedOn = [...amr.filter((one) => !OF_THE_PHONE_ALONE.has(one)), 'mca'];
  return { uid, identityId, aal: aal === 1 ? 1 : 2, amr: passedOn, authTime: authTime.getTime() };
}

const digest = (text: string): string => createHash('sha256').update(text).digest('base64url');
const keyOf = (code: string): string => `qr:${digest(code)}`;
