import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { type Clock, plusSeconds } from '../../../shared/clock.js';
import { freshBytes } from '../../../shared/random.js';
import type { SpentRepository } from '../../records/index.js';
import type { DerivedKeys } from '../one-time-code/one-time-codes.js';

/** What a challenge was made for; its answer counts for nothing else. */
export interface ChallengeBinding {
  readonly purpose: 'enrol' | 'login' | 'factor';
  readonly visitDigest: string;
  /** Null where nobody is known yet. */
  readonly identityId: string | null;
}

const CHALLENGE_SECONDS = 5 * 60;
const SPENT_KIND = 'passkey-challenge';
const TIME_BYTES = 6;
const RANDOM_BYTES = 26;
const HEAD_BYTES = TIME_BYTES + RANDOM_BYTES;

/**
 * Challenges for passkeys: five minutes, good once, and only in the visit, for the purpose and the identity they were
 * made for. They carry their time and a seal over all that, so that a login page that nobody answers stores nothing.
 */
export class PasskeyChallenges {
  readonly #clock: Clock;
  readonly #keys: DerivedKeys;
  #key: Promise<Buffer> | undefined;

  constructor({ clock, keys }: { clock: Clock; keys: DerivedKeys }) {
    this.#clock = clock;
    this.#keys = keys;
  }

  async make(binding: ChallengeBinding): Promise<{ challenge: Uint8Array<ArrayBuffer>; expiresAt: Date }> {
    const expiresAt = plusSeconds(this.#clock.now(), CHALLENGE_SECONDS);
    const time = Buffer.alloc(TIME_BYTES);
    time.writeUIntBE(expiresAt.getTime(), 0, TIME_BYTES);
    const head = Buffer.concat([time, freshBytes(RANDOM_BYTES)]);
    return { challenge: new Uint8Array(Buffer.concat([head, await this.#seal(head, binding)])), expiresAt };
  }

  /** @param challenge base64url, as the browser signed it */
  async look(challenge: string, binding: ChallengeBinding): Promise<'good' | 'expired' | 'wrong'> {
    const bytes = Buffer.from(challenge, 'base64url');
    const head = bytes.subarray(0, HEAD_BYTES);
    const seal = await this.#seal(head, binding);
    if (bytes.length !== HEAD_BYTES + seal.length) return 'wrong';
    if (!timingSafeEqual(bytes.subarray(HEAD_BYTES), seal)) return 'wrong';
    return head.readUIntBE(0, TIME_BYTES) > this.#clock.now().getTime() ? 'good' : 'expired';
  }

  /** @returns false where it was spent before */
  spend(spent: SpentRepository, challenge: string): Promise<boolean> {
    const digest = createHash('sha256').update(Buffer.from(challenge, 'base64url')).digest('base64url');
    return spent.spend(SPENT_KIND, digest, plusSeconds(this.#clock.now(), 2 * CHALLENGE_SECONDS));
  }

  async #seal(head: Buffer, { purpose, visitDigest, identityId }: ChallengeBinding): Promise<Buffer> {
    this.#key ??= this.#keys.derive('passkey-challenge');
    const bound = JSON.stringify([purpose, visitDigest, identityId]);
    return createHmac('sha256', await this.#key)
      .update(head)
      .update(bound)
      .digest();
  }
}
