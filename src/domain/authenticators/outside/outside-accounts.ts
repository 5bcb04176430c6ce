import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { type Clock, plusSeconds } from '../../../shared/clock.js';
import { mac } from '../../../shared/mac.js';
import { freshBytes, randomToken } from '../../../shared/random.js';
import type { UnitOfWork } from '../../../shared/unit-of-work.js';
import type { Authenticator, Repositories } from '../../records/index.js';
import type { AuthenticatorStores, Authenticators } from '../authenticators.js';
import type { DerivedKeys } from '../one-time-code/one-time-codes.js';
import type { Challenge } from '../second-factor.js';
import { usableOf } from '../strength.js';
import type { OutsideProvider, OutsideQuestion } from './outside-provider.js';

export interface OutsideAccountsDeps {
  readonly providers: readonly OutsideProvider[];
  readonly uow: UnitOfWork<AuthenticatorStores & Pick<Repositories, 'spent'>>;
  readonly authenticators: Pick<Authenticators, 'addIn'>;
  readonly keys: DerivedKeys;
  readonly clock: Clock;
  /** Our own origin: providers send browsers back below it. */
  readonly origin: string;
}

export interface OutsideBegun {
  /** For the visit that asked, and for nobody else to see. */
  readonly challenge: Challenge;
  readonly expiresAt: Date;
  readonly href: string;
  readonly state: string;
}

type Read = { readonly outcome: 'account'; readonly digest: string } | { readonly outcome: Failure };
type Failure = 'refused' | 'expired' | 'unavailable';

/** `taken`: it is linked already, perhaps to this identity. `full`: as many are linked as may be. */
export type LinkOutcome = 'linked' | 'taken' | 'full' | Failure;

/** As long as whoever has no account open there needs to log in. */
const QUESTION_SECONDS = 10 * 60;
const SPENT_KIND = 'outside-state';

/** A challenge as `begin` made it. */
const asked = z.object({ provider: z.string(), state: z.string(), nonce: z.string(), verifier: z.string() });
/** What an authenticator keeps of the account: where it is, and nothing of whose it is. */
const data = z.object({ provider: z.string() });

/**
 * Accounts at other sites that citizens linked to their identity. An account is known by a keyed digest of provider,
 * issuer and subject; nothing else of it is asked for, kept or compared, so that nobody comes to an identity by having
 * its mail or phone elsewhere, and an account that nobody linked leads nowhere.
 */
export class OutsideAccounts {
  readonly #deps: OutsideAccountsDeps;
  #key: Promise<Buffer> | undefined;

  constructor(deps: OutsideAccountsDeps) {
    this.#deps = deps;
  }

  get providers(): readonly OutsideProvider[] {
    return this.#deps.providers;
  }

  /** The provider of a linked account; undefined where the settings name it no more. */
  providerOf(account: Pick<Authenticator, 'data'>): OutsideProvider | undefined {
    return this.#provider(data.safeParse(account.data).data?.provider);
  }

  /** @returns undefined where there is no such provider, or it cannot be reached */
  async begin(providerId: string): Promise<OutsideBegun | undefined> {
    const provider = this.#provider(providerId);
    if (!provider) return undefined;
    const secrets = { state: freshBytes(32).toString('hex'), nonce: randomToken(), verifier: randomToken() };
    const href = await provider.begin(this.#question(provider.id, secrets));
    if (href === undefined) return undefined;
    const expiresAt = plusSeconds(this.#deps.clock.now(), QUESTION_SECONDS);
    const challenge = { ...secrets, provider: provider.id, until: String(expiresAt.getTime()) };
    return { challenge, expiresAt, href, state: secrets.state };
  }

  /**
   * Whose account answered.
   * @param challenge as this browser's visit kept it
   * @param answer the query with which the browser came back
   */
  async holder(
    challenge: Challenge,
    answer: string,
  ): Promise<{ readonly outcome: 'linked'; readonly identityId: string } | { readonly outcome: Failure | 'unlinked' }> {
    const read = await this.#read(challenge, answer);
    if (read.outcome !== 'account') return read;
    const { uow, clock } = this.#deps;
    const now = clock.now();
    const found = await uow.read.authenticatorIndex.find('outside', read.digest);
    if (!found) return { outcome: 'unlinked' };
    const { identityId, authenticatorId } = found;
    const all = await uow.read.authenticators.ofIdentity(identityId);
    if (!usableOf(all, now).some(({ id }) => id === authenticatorId)) return { outcome: 'unlinked' };
    const there = await uow.run(({ authenticators }) =>
      authenticators.change(identityId, authenticatorId, { lastUsedAt: now }),
    );
    return there ? { outcome: 'linked', identityId } : { outcome: 'unlinked' };
  }

  /**
   * Links the account that answered, with its event and messages. Whoever calls has made sure that the challenge was made
   * for this identity in this session, minutes after a login.
   */
  async link(identityId: string, challenge: Challenge, answer: string): Promise<LinkOutcome> {
    const read = await this.#read(challenge, answer);
    if (read.outcome !== 'account') return read.outcome;
    const { uow, authenticators } = this.#deps;
    const { provider } = asked.parse(challenge);
    const account = { identityId, kind: 'outside', data: { provider }, digest: read.digest } as const;
    const { outcome } = await uow.run((repositories) => authenticators.addIn(repositories, account));
    return outcome === 'added' ? 'linked' : outcome;
  }

  /** The state is spent before the provider is asked: one answer is looked at once, whatever comes of it. */
  async #read(challenge: Challenge, answer: string): Promise<Read> {
    const { uow, clock } = this.#deps;
    const question = asked.safeParse(challenge).data;
    const provider = this.#provider(question?.provider);
    const query = new URLSearchParams(answer);
    if (!question || !provider || !isSame(query.getAll('state'), question.state)) return { outcome: 'refused' };
    const until = new Date(Number(challenge.until));
    if (until <= clock.now()) return { outcome: 'expired' };
    const digest = createHash('sha256').update(question.state).digest('base64url');
    const first = await uow.run(({ spent }) => spent.spend(SPENT_KIND, digest, plusSeconds(until, QUESTION_SECONDS)));
    if (!first) return { outcome: 'refused' };
    const read = await provider.read(this.#question(provider.id, question), query);
    if (read.outcome !== 'account') return read;
    return { outcome: 'account', digest: await this.#digest(provider.id, read.issuer, read.subject) };
  }

  #provider(id: string | undefined): OutsideProvider | undefined {
    return this.#deps.providers.find((one) => one.id === id);
  }

  #question(id: string, { state, nonce, verifier }: Omit<OutsideQuestion, 'redirectUri'>): OutsideQuestion {
    return { state, nonce, verifier, redirectUri: `${this.#deps.origin}/outside/${id}` };
  }

  /** Keyed, since a subject may be a number that can be guessed through. */
  async #digest(...account: readonly string[]): Promise<string> {
    this.#key ??= this.#deps.keys.derive('outside-account');
    return mac(await this.#key, JSON.stringify(account)).toString('base64url');
  }
}

/** Exactly one, and that one. */
function isSame([given = '', ...more]: readonly string[], expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)];
  return more.length === 0 && left.length === right.length && timingSafeEqual(left, right);
}
