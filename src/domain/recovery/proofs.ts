import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { type Clock, plusSeconds } from '../../shared/clock.js';
import { mac } from '../../shared/mac.js';
import { randomToken } from '../../shared/random.js';
import type { DerivedKeys } from '../authenticators/index.js';
import type { RecoveryGoal, Repositories } from '../records/index.js';
import { type Proof, suffices } from './ways.js';

/** What a recovery hangs on. */
export type ProofOfRecovery =
  /** A login with two factors that goes on. */
  | { readonly by: 'session'; readonly uid: string }
  /** What `RecoveryProofs.make` gave in this visit. */
  | { readonly by: 'visit'; readonly visitDigest: string; readonly proof: string };

/** Whose proof it is, and what for: it counts for nothing else. */
export interface ProofBinding {
  readonly identityId: string;
  readonly goal: RecoveryGoal;
}

type ProofStores = Pick<Repositories, 'identities' | 'sessions' | 'spent'>;

const GOOD_SECONDS = 30 * 60;
const SPENT_KIND = 'recovery-proof';

const content = z.object({
  id: z.string(),
  identityId: z.string(),
  goal: z.string(),
  visitDigest: z.string(),
  proofs: z.array(z.string()),
  /** Epoch milliseconds. */
  until: z.number(),
});

/**
 * Proofs that have been given, as something that can be kept for half an hour and spent once: bound to the visit, the
 * identity and the goal, and sealed by a MAC so that nobody makes one.
 */
export class RecoveryProofs {
  readonly #clock: Clock;
  readonly #keys: DerivedKeys;

  constructor({ clock, keys }: { clock: Clock; keys: DerivedKeys }) {
    this.#clock = clock;
    this.#keys = keys;
  }

  async make(binding: ProofBinding & { visitDigest: string; proofs: readonly Proof[] }): Promise<string> {
    const until = plusSeconds(this.#clock.now(), GOOD_SECONDS).getTime();
    const text = Buffer.from(JSON.stringify({ ...binding, id: randomToken(), until })).toString('base64url');
    return `${text}.${await this.#seal(text)}`;
  }

  /**
   * Inside the transaction that acts on it.
   * @returns what was proven; undefined where that is not enough, not this identity's, or spent
   */
  async spend(
    stores: ProofStores,
    proof: ProofOfRecovery,
    binding: ProofBinding,
  ): Promise<readonly string[] | undefined> {
    const identity = await stores.identities.find(binding.identityId);
    if (identity?.state !== 'active') return undefined;
    const given =
      proof.by === 'session'
        ? await this.#ofSession(stores, proof.uid, binding)
        : await this.#ofVisit(stores, proof, binding);
    return given && suffices(binding.goal, identity.ial, given) ? given : undefined;
  }

  async #ofSession(
    { sessions }: ProofStores,
    uid: string,
    { identityId }: ProofBinding,
  ): Promise<readonly string[] | undefined> {
    const session = await sessions.find(uid);
    const live = session && !session.endedAt && session.expiresAt > this.#clock.now();
    return live && session.identityId === identityId && session.aal >= 2 ? session.used : undefined;
  }

  async #ofVisit(
    { spent }: ProofStores,
    { visitDigest, proof }: Extract<ProofOfRecovery, { by: 'visit' }>,
    { identityId, goal }: ProofBinding,
  ): Promise<readonly string[] | undefined> {
    const [text = '', seal = ''] = proof.split('.');
    const right = Buffer.from(await this.#seal(text));
    if (right.length !== seal.length || !timingSafeEqual(right, Buffer.from(seal))) return undefined;
    const said = content.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
    const until = new Date(said.until);
    if (said.visitDigest !== visitDigest || said.identityId !== identityId || said.goal !== goal) return undefined;
    if (until <= this.#clock.now()) return undefined;
    return (await spent.spend(SPENT_KIND, said.id, plusSeconds(until, GOOD_SECONDS))) ? said.proofs : undefined;
  }

  async #seal(text: string): Promise<string> {
    return mac(await this.#keys.derive('recovery-proof'), text).toString('base64url');
  }
}
