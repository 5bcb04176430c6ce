import Provider from 'oidc-provider';
import type { ActiveDelegation } from '../../domain/delegations/index.js';
import type { AuditEvent, Standing, StandingQuestion, StandingRepository } from '../../domain/records/index.js';
import { BriefMemory } from '../../shared/brief-memory.js';
import type { Clock } from '../../shared/clock.js';
import { Together } from '../../shared/together.js';
import { personsOf } from '../persons.js';
import type { ProviderDeps } from '../ports.js';
import { thisRequest } from '../this-request.js';
import type { AccountQuestion, AccountStanding } from './account-standing.js';

/** Where an application only asks how things stand, often and about the same token. Nothing is issued there. */
const ASKING = new Set(['userinfo', 'introspection']);

/** What happens all the time and takes nothing from anybody. */
const HARMLESS = new Set([
  'token.issued',
  'claims.released',
  'grant.given',
  'refresh.issued',
  'refresh.rotated',
  'login.succeeded',
  'login.failed',
  'session.started',
  'session.joined',
  'delegation.used',
]);

export interface StandingsDeps {
  readonly uow: { readonly read: { readonly standings: StandingRepository } };
  readonly delegations: Pick<ProviderDeps['delegations'], 'active'>;
  readonly clock: Clock;
  /** Milliseconds for which userinfo and introspection may rely on what was seen; at most 500. 0 remembers nothing. */
  readonly recentMs: number;
}

/**
 * How grant, session and identity of a token or a login stand: read together, once in each request, for all who ask in
 * it. Userinfo and introspection alone may also see how it stood a moment ago. This node forgets all of that as soon as
 * it takes something from somebody itself; what another node took is seen when the moment is over.
 */
export class Standings {
  readonly #together: Together<StandingQuestion, Standing | undefined>;
  readonly #delegations: StandingsDeps['delegations'];
  readonly #memory: BriefMemory<AccountStanding | undefined> | undefined;

  constructor({ uow, clock, recentMs, delegations }: StandingsDeps) {
    this.#delegations = delegations;
    this.#together = new Together((questions) => uow.read.standings.of(questions));
    this.#memory = recentMs > 0 ? new BriefMemory(clock, recentMs) : undefined;
  }

  /** Looks, and lets the rest of this request see what was seen. */
  look(question: AccountQuestion): Promise<AccountStanding | undefined> {
    const { accountId, sessionUid, grantDigest } = question;
    const { identityId } = personsOf(accountId);
    const ask = () => this.acting(accountId, this.#together.ask({ identityId, sessionUid, grantDigest }));
    const remembering = this.#memory && ASKING.has(Provider.ctx?.oidc.route ?? '') ? this.#memory : undefined;
    const answer = remembering?.get(`${accountId} ${sessionUid} ${grantDigest}`, ask) ?? ask();
    keepSeen(question, answer);
    return answer;
  }

  /**
   * Nothing stands that is done in somebody else's name once it may not be: at every use it is looked at whether the
   * delegation lasts and is one of these two.
   */
  acting<S extends object>(
    accountId: string,
    standing: Promise<S | undefined>,
  ): Promise<(S & { readonly acting?: ActiveDelegation }) | undefined> {
    const { identityId, personId, delegationId } = personsOf(accountId);
    if (delegationId === undefined) return standing;
    const looked = this.#delegations.active(identityId, delegationId, personId);
    return Promise.all([standing, looked]).then(([stands, acting]) => stands && acting && { ...stands, acting });
  }

  /** To be told of every event that this node commits. */
  noticed({ type }: Pick<AuditEvent, 'type'>): void {
    if (!HARMLESS.has(type)) this.#memory?.forgetAll();
  }
}

/** Lets the rest of this request see what was read with something else. */
export function keepSeen(question: AccountQuestion, answer: Promise<AccountStanding | undefined>): void {
  const request = thisRequest();
  if (request) request.seen = { question, answer };
  // Whoever asks hears of it; nobody need ask.
  answer.catch(() => {});
}

/** What this request saw already, where that was about this `value`. */
export function seenStanding(
  part: keyof AccountQuestion,
  value: string,
): Promise<AccountStanding | undefined> | undefined {
  const { question, answer } = thisRequest()?.seen ?? {};
  return question?.[part] === value ? answer : undefined;
}
