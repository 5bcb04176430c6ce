import { verifyAuthenticationResponse } from '@simplewebauthn/server';
import { z } from 'zod';
import { type Clock, plusSeconds } from '../../../shared/clock.js';
import type { UnitOfWork } from '../../../shared/unit-of-work.js';
import { type Notifier, record } from '../../audit/index.js';
import { LIMITS } from '../../limits.js';
import type { Repositories } from '../../records/index.js';
import type { DerivedKeys } from '../one-time-code/one-time-codes.js';
import { credentialDigest, passkeysOf, type RelyingParty, userHandle } from './passkey.js';
import type { ChallengeBinding, PasskeyChallenges } from './passkey-challenges.js';

type Stores = Pick<Repositories, 'authenticators' | 'authenticatorIndex' | 'spent' | 'outbox' | 'audit'>;

export interface PasskeyCheckDeps {
  readonly uow: UnitOfWork<Stores>;
  readonly challenges: PasskeyChallenges;
  readonly party: RelyingParty;
  readonly keys: DerivedKeys;
  readonly notifications: Notifier;
  readonly clock: Clock;
}

export type PasskeyAnswer =
  | {
      readonly outcome: 'right';
      readonly identityId: string;
      /** Whether the device made sure who holds it: by a finger, a face, a PIN. */
      readonly verified: boolean;
      /** RFC 8176. */
      readonly amr: readonly string[];
    }
  | { readonly outcome: 'wrong' | 'expired' };

const base64url = z.string().regex(/^[\w-]+$/);

/** AuthenticationResponseJSON of WebAuthn, as far as it is read. */
const assertion = z.object({
  id: base64url,
  rawId: base64url,
  type: z.literal('public-key'),
  response: z.object({
    authenticatorData: base64url,
    clientDataJSON: base64url,
    signature: base64url,
    userHandle: base64url.optional(),
  }),
  clientExtensionResults: z.object({}).default({}),
});

/**
 * Checks what a passkey signed (WebAuthn 7.2). There is nothing to guess in it, so no try is counted: strangers' tries
 * cannot keep its holder out.
 */
export class PasskeyCheck {
  readonly #deps: PasskeyCheckDeps;

  constructor(deps: PasskeyCheckDeps) {
    this.#deps = deps;
  }

  /**
   * @param answer the credential as JSON
   * @param verification whether the device must have made sure who holds it
   */
  async check(
    answer: string,
    binding: ChallengeBinding,
    verification: 'required' | 'preferred',
  ): Promise<PasskeyAnswer> {
    const { uow, challenges, party, keys, clock } = this.#deps;
    const response = parsed(answer);
    if (!response) return { outcome: 'wrong' };
    const found = await uow.read.authenticatorIndex.find('passkey', credentialDigest(response.id));
    if (!found || (binding.identityId ?? found.identityId) !== found.identityId) return { outcome: 'wrong' };
    const { identityId, authenticatorId } = found;
    const all = passkeysOf(await uow.read.authenticators.ofIdentity(identityId), clock.now());
    const passkey = all.find(({ id }) => id === authenticatorId);
    if (!passkey) return { outcome: 'wrong' };
    const handle = Buffer.from(await userHandle(keys, identityId)).toString('base64url');
    // Who was not named is known by the passkey's own word, which it then has to give.
    if ((response.response.userHandle ?? (binding.identityId ? handle : '')) !== handle) return { outcome: 'wrong' };

    const signed = { challenge: '', look: 'wrong' as Awaited<ReturnType<PasskeyChallenges['look']>> };
    const verified = await verifyAuthenticationResponse({
      response,
      expectedChallenge: async (challenge) => {
        Object.assign(signed, { challenge, look: await challenges.look(challenge, binding) });
        return signed.look === 'good';
      },
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: verification === 'required',
      // Compared below, after the signature: a count that nobody signed proves nothing.
      credential: { id: passkey.credentialId, publicKey: bytesOf(passkey.publicKey), counter: 0 },
    }).catch(unverified);
    if (!verified?.verified) return { outcome: signed.look === 'expired' ? 'expired' : 'wrong' };
    const { newCounter, userVerified } = verified.authenticationInfo;
    const { challenge } = signed;
    const outcome = await this.#use({ identityId, id: authenticatorId, challenge, counter: newCounter });
    if (outcome !== 'right') return { outcome };
    const amr = [passkey.synced ? 'swk' : 'hwk', 'user', ...(userVerified ? ['mfa'] : [])];
    return { outcome, identityId, verified: userVerified, amr };
  }

  /**
   * Spends the challenge and moves the counter, in one transaction. A counter that did not grow tells of a copy
   * (WebAuthn 6.1.1): it does not let in, the history says so, and its holder hears of it by every contact.
   */
  #use({ identityId, id, challenge, counter }: PasskeyUse): Promise<PasskeyAnswer['outcome']> {
    const { uow, challenges, clock } = this.#deps;
    return uow.run(async (repositories) => {
      if (!(await challenges.spend(repositories.spent, challenge))) return 'expired';
      const held = await repositories.authenticators.hold(identityId);
      const passkey = passkeysOf(held, clock.now()).find((one) => one.id === id);
      if (!passkey) return 'wrong';
      if ((counter > 0 || passkey.counter > 0) && counter <= passkey.counter) {
        const detail = { kind: 'passkey', authenticator: id, kept: passkey.counter, given: counter } as const;
        const first = await this.#isFirst(repositories, `${id}.${passkey.counter}`);
        const notice = first ? ({ message: 'passkey_copied' } as const) : undefined;
        const event = { actor: 'visitor', identityId, detail, notice };
        await record(this.#deps, repositories, 'authenticator.counter_regressed', event);
        return 'wrong';
      }
      const { id: _, label: __, ...data } = passkey;
      const change = { data: { ...data, counter }, lastUsedAt: clock.now() };
      await repositories.authenticators.change(identityId, id, change);
      return 'right';
    });
  }

  /** Once for each count that was kept: who tries a copy again and again does not flood its holder. */
  #isFirst({ spent }: Stores, count: string): Promise<boolean> {
    return spent.spend('passkey-copied', count, plusSeconds(this.#deps.clock.now(), LIMITS.passkey_copied.per));
  }
}

/** A signature that was right, and what it was given for. */
interface PasskeyUse {
  readonly identityId: string;
  readonly id: string;
  readonly challenge: string;
  readonly counter: number;
}

function parsed(answer: string) {
  try {
    return assertion.safeParse(JSON.parse(answer)).data;
  } catch {
    return undefined;
  }
}

/** The library throws for whatever is not as it should be, and says no more than that. */
const unverified = (): undefined => undefined;

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(text, 'base64url'));
