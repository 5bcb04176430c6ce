import { type Clock, plusSeconds } from '../../shared/clock.js';
import { randomId } from '../../shared/random.js';
import type { Locale } from '../../shared/text.js';
import type { UnitOfWork } from '../../shared/unit-of-work.js';
import { type Notifier, record } from '../audit/index.js';
import type { Outbox } from '../notifications/index.js';
import type { ClaimPermission, Consent, ConsentItem, ConsentReceipt, Repositories } from '../records/index.js';
import { endParticipation, type SessionRepositories } from '../sessions/index.js';
import { type ConsentQuestion, decide, digestOfPage, itemsToShow, type PageReason, reasonToAsk } from './question.js';

type ConsentRepositories = SessionRepositories & Pick<Repositories, 'preferences' | 'consents'>;

export interface ConsentsDeps {
  readonly uow: UnitOfWork<ConsentRepositories>;
  readonly outbox: Outbox;
  readonly notifications: Notifier;
  readonly clock: Clock;
}

/** What the consent page must show. */
export interface ConsentPage {
  readonly due: true;
  readonly reason: PageReason;
  readonly previous: Consent | undefined;
  readonly items: readonly ClaimPermission[];
  /** Handed back with the answer: it counts only for this very page. */
  readonly digest: string;
  readonly expiresAt: Date;
}

export type ConsentDue = { readonly due: false; readonly consent: Consent } | ConsentPage;

export interface ConsentAnswer extends ConsentQuestion {
  /** `ConsentPage.digest` of the page that was answered. */
  readonly digest: string;
  /** The optional claims that were ticked. */
  readonly chosen: readonly string[];
  /** The language it was read in. */
  readonly locale: Locale;
  /** Who answered, where that is somebody who acts for the identity. */
  readonly actorId?: string | undefined;
}

export type GiveResult =
  | { readonly outcome: 'given'; readonly consent: Consent }
  /** This very answer to this very page counts already: the form was sent twice. */
  | { readonly outcome: 'repeated' }
  /** What would be shown now differs from what was shown: show it again. */
  | { readonly outcome: 'changed' };

const DAY_SECONDS = 86_400;
const WITHDRAW_TRIES = 3;

/** The citizens' consents: what each application may learn of each identity, for what, and until when. */
export class Consents {
  readonly #deps: ConsentsDeps;

  constructor(deps: ConsentsDeps) {
    this.#deps = deps;
  }

  /** Whether the citizen must be asked, why, and what exactly. */
  async due(question: ConsentQuestion): Promise<ConsentDue> {
    const consent = await this.#deps.uow.read.consents.find(question.identity.id, question.application.id);
    return this.#judge(question, consent);
  }

  /** The consent that holds now: undefined where it was never given, was withdrawn, or ran out. */
  async current(identityId: string, applicationId: string): Promise<Consent | undefined> {
    const consent = await this.#deps.uow.read.consents.find(identityId, applicationId);
    const holds = consent && !consent.withdrawnAt && this.#deps.clock.now() < consent.expiresAt;
    return holds ? consent : undefined;
  }

  /** All of a citizen's consents, withdrawn and expired ones too. */
  ofIdentity(identityId: string): Promise<readonly Consent[]> {
    return this.#deps.uow.read.consents.ofIdentity(identityId);
  }

  receipts(identityId: string, applicationId: string): Promise<readonly ConsentReceipt[]> {
    return this.#deps.uow.read.consents.receipts(identityId, applicationId);
  }

  /**
   * Stores the answer with its receipt. The page is made again from what is stored now, and the answer counts only if
   * it is that page's: whatever changed since (the application, another tab's request or answer), nothing is granted
   * that was not shown.
   */
  async give(answer: ConsentAnswer): Promise<GiveResult> {
    const { uow } = this.#deps;
    const consent = await uow.run(async (repositories): Promise<Consent | undefined> => {
      const { consents, applications } = repositories;
      const application = await applications.find(answer.application.id);
      if (!application || application.disabledAt) return undefined;
      const question: ConsentQuestion = { ...answer, application };
      const previous = await consents.find(answer.identity.id, application.id);
      const page = this.#judge(question, previous);
      if (!page.due || page.digest !== answer.digest) return undefined;
      const consent = this.#consentFrom(answer, question, page);
      const stored = previous ? await consents.update(consent, previous.version) : await consents.insert(consent);
      if (!stored) return undefined;
      const shown = shownOf(page, application.consentDays, answer, consent);
      const event = await this.#receipt(repositories, consent, 'given', shown, answer.actorId);
      // Somebody who agreed in the citizen's name is told of.
      const person = event.actor === consent.identityId ? undefined : event.actor;
      const notice = { words: { time: consent.givenAt, application: application.name } };
      const given = { ...event, detail: { ...event.detail, ...(person && { person }) }, notice };
      await record(this.#deps, repositories, 'consent.given', given);
      return consent;
    });
    if (consent) return { outcome: 'given', consent };
    return { outcome: (await this.#isLatest(answer)) ? 'repeated' : 'changed' };
  }

  async #isLatest({ identity, application, digest, chosen }: ConsentAnswer): Promise<boolean> {
    const receipts = await this.#deps.uow.read.consents.receipts(identity.id, application.id);
    const { action, shown } = receipts.at(-1) ?? {};
    if (action !== 'given' || shown?.digest !== digest) return false;
    const items = shown.items as readonly (ClaimPermission & ConsentItem)[];
    const ticked = new Set(chosen);
    return items.every((item) => item.granted === decide(item, ticked).granted);
  }

  /**
   * Takes a consent back: what the application was granted dies, and its live sessions are told.
   * @param actor an identity id, or who acts for it
   */
  async withdraw(input: { identityId: string; applicationId: string; actor: string }): Promise<{
    readonly outcome: 'withdrawn' | 'nothing';
  }> {
    for (let tries = 0; tries < WITHDRAW_TRIES; tries++) {
      const outcome = await this.#deps.uow.run((repositories) => this.#withdrawOnce(repositories, input));
      if (outcome !== 'lost') return { outcome };
    }
    throw new Error('the consent changed each time it was withdrawn');
  }

  /** Takes every consent of a citizen back, as `withdraw` does, inside the caller's transaction. */
  async withdrawAllIn(repositories: ConsentRepositories, identityId: string, actor: string): Promise<void> {
    for (const { applicationId } of await repositories.consents.ofIdentity(identityId)) {
      for (let tries = 0; (await this.#withdrawOnce(repositories, { identityId, applicationId, actor })) === 'lost'; ) {
        if (++tries === WITHDRAW_TRIES) throw new Error('the consent changed each time it was withdrawn');
      }
    }
  }

  async #withdrawOnce(
    repositories: ConsentRepositories,
    { identityId, applicationId, actor }: { identityId: string; applicationId: string; actor: string },
  ): Promise<'withdrawn' | 'nothing' | 'lost'> {
    const { clock, outbox } = this.#deps;
    const { consents, sessions, grants } = repositories;
    const consent = await consents.find(identityId, applicationId);
    if (!consent || consent.withdrawnAt) return 'nothing';
    const at = clock.now();
    const withdrawn: Consent = { ...consent, withdrawnAt: at, version: consent.version + 1 };
    if (!(await consents.update(withdrawn, consent.version))) return 'lost';
    await grants.revokeByIdentityAndApplication(identityId, applicationId, at);
    for (const session of await sessions.ofIdentity(identityId)) {
      if (session.endedAt) continue;
      const part = (await sessions.applications(session.uid)).find((one) => one.applicationId === applicationId);
      if (part) await endParticipation(repositories, outbox, part, at);
    }
    const event = await this.#receipt(repositories, withdrawn, 'withdrawn', {}, actor);
    await record({ clock }, repositories, 'consent.withdrawn', event);
    return 'withdrawn';
  }

  #judge(question: ConsentQuestion, consent: Consent | undefined): ConsentDue {
    const now = this.#deps.clock.now();
    const reason = reasonToAsk(question, consent, now);
    if (!reason) return { due: false, consent: consent! };
    const items = itemsToShow(question, consent, reason);
    const digest = digestOfPage(question, items, consent);
    const expiresAt = plusSeconds(now, question.application.consentDays * DAY_SECONDS);
    return { due: true, reason, previous: consent, items, digest, expiresAt };
  }

  #consentFrom(answer: ConsentAnswer, { application, identity }: ConsentQuestion, page: ConsentPage): Consent {
    const chosen = new Set(answer.chosen);
    const givenAt = this.#deps.clock.now();
    return {
      id: page.previous?.id ?? randomId(givenAt.getTime()),
      identityId: identity.id,
      applicationId: application.id,
      items: page.items.map((permission) => decide(permission, chosen)),
      givenAt,
      expiresAt: page.expiresAt,
      withdrawnAt: null,
      provenAt: identity.provenAt,
      version: (page.previous?.version ?? 0) + 1,
    };
  }

  /** The receipt of one decision. @returns what its event says */
  async #receipt(
    { consents }: Pick<Repositories, 'consents'>,
    consent: Consent,
    action: ConsentReceipt['action'],
    shown: ConsentReceipt['shown'],
    actor = consent.identityId,
  ) {
    const { id: consentId, identityId, applicationId, version } = consent;
    const at = this.#deps.clock.now();
    const id = randomId(at.getTime());
    await consents.addReceipt({ id, consentId, identityId, applicationId, version, action, at, shown });
    const granted = consent.items.filter((item) => item.granted).map(({ claim }) => claim);
    const refused = consent.items.filter((item) => !item.granted).map(({ claim }) => claim);
    return { actor, identityId, applicationId, detail: { consentId, version, granted, refused } };
  }
}

/** The page as data, for the receipt. */
function shownOf(
  page: ConsentPage,
  consentDays: number,
  { locale, digest, application, actorId }: ConsentAnswer,
  consent: Consent,
): ConsentReceipt['shown'] {
  return {
    reason: page.reason,
    ...(actorId && { actorId }),
    locale,
    digest,
    applicationName: application.name,
    departmentId: application.departmentId,
    consentDays,
    expiresAt: consent.expiresAt.toISOString(),
    items: consent.items.map((item, at) => ({ ...item, optional: page.items[at]!.optional })),
  };
}
