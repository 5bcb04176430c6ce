import type { Clock } from '../../shared/clock.js';
import type { Locale } from '../../shared/text.js';
import type { UnitOfWork } from '../../shared/unit-of-work.js';
import { type Notifier, record } from '../audit/index.js';
import type { OneTimeCodes, SendAnswer, VerifyAnswer } from '../authenticators/index.js';
import { afterLostRaces, type Identities } from '../identities/index.js';
import type { Address } from '../notifications/index.js';
import type { AuthenticatorKind, ContactKind, Repositories } from '../records/index.js';
import { CONTACT_CHANGES, contactChange } from './contacts.messages.js';

type Stores = Pick<
  Repositories,
  'personalData' | 'contactIndex' | 'oneTimeCodes' | 'spent' | 'authenticators' | 'outbox' | 'audit'
>;

export interface ContactsDeps {
  readonly uow: UnitOfWork<Stores>;
  readonly clock: Clock;
  readonly identities: Pick<Identities, 'find' | 'changeContactIn'>;
  readonly codes: Pick<OneTimeCodes, 'send' | 'verify' | 'verifyIn'>;
  readonly notifications: Notifier;
}

/** One change that somebody asks for: of whose contact, in which browser's visit, from what to what. */
export interface ContactWork {
  readonly identityId: string;
  readonly visitDigest: string;
  readonly kind: ContactKind;
  /** What goes: E.164, or a mail address in lower case; undefined where there was none. */
  readonly from?: string | undefined;
  /** What comes; undefined where none does. */
  readonly to?: string | undefined;
}

/** A code that was sent to the address that goes (`old`) or to the one that comes (`new`). */
export interface SentCode {
  readonly which: 'old' | 'new';
  readonly codeId: string;
  /** As typed. */
  readonly code: string;
}

/**
 * What must be shown beside the new address:
 * - `none`: nothing. There is no old one, or the login was made with something stronger than a text message.
 * - `code`: a code that came to the old one.
 * - `stronger_login`: a login with the passkey or the app that is there. Who was proven at IAL 2 or higher is not
 *   replaced by whoever holds their phone and knows their password (NIST SP 800-63B-4 §3.1.3.3: text messages are restricted).
 */
export type OldProof = 'none' | 'code' | 'stronger_login';

/** Neither rests on the phone or the mailbox. */
const STRONG: readonly AuthenticatorKind[] = ['passkey', 'totp'];
const PURPOSES = { old: 'contact_old', new: 'contact_new' } as const;

/** @throws TypeError where there is no such address: nothing is sent there and no code proves it */
function addressOf({ kind, from, to }: ContactWork, which: 'old' | 'new'): Address {
  const address = which === 'old' ? from : to;
  if (address === undefined) throw new TypeError(`there is no ${which} ${kind}`);
  return kind === 'phone' ? { phone: address } : { email: address };
}

/**
 * A citizen's phone and mail address, which change only with a code to the new one and proof about the old one. Whoever
 * calls has made sure of a fresh login. Nobody looks whether somebody else has the new one: families share phones, and an
 * address never says who someone is.
 */
export class Contacts {
  readonly #deps: ContactsDeps;

  constructor(deps: ContactsDeps) {
    this.#deps = deps;
  }

  /** @param used kinds of the authenticators that this fresh login was made with */
  async proofDue(identityId: string, used: readonly string[], from: string | undefined): Promise<OldProof> {
    const { uow, identities } = this.#deps;
    const [identity, authenticators] = await Promise.all([
      identities.find(identityId),
      uow.read.authenticators.ofIdentity(identityId),
    ]);
    if ([...STRONG, 'recovery'].some((kind) => used.includes(kind))) return 'none';
    const proven = (identity?.ial ?? 1) >= 2;
    if (proven && authenticators.some(({ kind }) => STRONG.includes(kind))) return 'stronger_login';
    return from === undefined ? 'none' : 'code';
  }

  send(work: ContactWork, which: SentCode['which'], locale: Locale): Promise<SendAnswer> {
    const { identityId, visitDigest } = work;
    const purpose = PURPOSES[which];
    return this.#deps.codes.send({ ...addressOf(work, which), purpose, visitDigest, identityId, locale });
  }

  /** Spends a code that is not the last one due. */
  confirm(work: ContactWork, code: SentCode): Promise<VerifyAnswer> {
    return this.#deps.codes.verify(verification(work, code));
  }

  /**
   * One transaction: the last code is spent, the sealed data and the contact index change, and the audit and messages to
   * the old address and by every way there is from now on say so.
   * @param code the last one that was due; undefined where none was. Any other has been confirmed before.
   * @returns `right` where it was done; `expired` also where the old contact is another by now
   */
  change(work: ContactWork, code: SentCode | undefined): Promise<VerifyAnswer> {
    const { uow, clock, identities, codes, notifications } = this.#deps;
    const { identityId, kind, from, to } = work;
    return afterLostRaces(() =>
      uow.run(async (stores): Promise<VerifyAnswer> => {
        const answer = code && (await codes.verifyIn(stores, verification(work, code)));
        if (answer && answer.outcome !== 'right') return answer;
        const done = await identities.changeContactIn(stores, identityId, kind, { from, to });
        if (done === 'moved') return { outcome: 'expired' };
        const what = contactChange(kind, from, to);
        const also = from === undefined ? [] : [addressOf(work, 'old')];
        const notice = { words: { change: CONTACT_CHANGES[what] }, also };
        const event = { actor: identityId, identityId, detail: { what }, notice };
        await record({ clock, notifications }, stores, 'contact.changed', event);
        return { outcome: 'right' };
      }),
    );
  }
}

function verification(work: ContactWork, { which, codeId, code }: SentCode) {
  const { identityId, visitDigest } = work;
  return { codeId, visitDigest, purpose: PURPOSES[which], code, identityId, ...addressOf(work, which) };
}
