import { generateRegistrationOptions, verifyRegistrationResponse } from '@simplewebauthn/server';
import { z } from 'zod';
import { type Locale, say } from '../../../shared/text.js';
import type { UnitOfWork } from '../../../shared/unit-of-work.js';
import type { Repositories } from '../../records/index.js';
import type { AuthenticatorStores, Authenticators } from '../authenticators.js';
import { PASSKEY_FACTOR } from '../factors.messages.js';
import { credentialDigest, type PasskeyData, passkeysOf, userHandle } from './passkey.js';
import type { ChallengeBinding } from './passkey-challenges.js';
import type { PasskeyCheckDeps } from './passkey-check.js';

export interface PasskeyEnrolmentDeps extends Omit<PasskeyCheckDeps, 'uow'> {
  readonly uow: UnitOfWork<AuthenticatorStores & Pick<Repositories, 'spent'>>;
  readonly authenticators: Pick<Authenticators, 'addIn'>;
  /** What the device shows its holder to tell two accounts apart; masked. */
  nameOf(identityId: string): Promise<string>;
}

export interface EnrolRequest {
  readonly identityId: string;
  readonly visitDigest: string;
}

/** `taken`: it is somebody's already, perhaps this one's. `full`: there are as many as there may be. */
export type EnrolOutcome = 'added' | 'wrong' | 'expired' | 'taken' | 'full';

/** EdDSA, ES256 and RS256 (COSE): what every browser makes and every device can hold. */
const ALGORITHMS = [-8, -7, -257];

const base64url = z.string().regex(/^[\w-]+$/);

/** RegistrationResponseJSON of WebAuthn, as far as it is read. */
const creation = z.object({
  id: base64url,
  rawId: base64url,
  type: z.literal('public-key'),
  response: z.object({
    clientDataJSON: base64url,
    attestationObject: base64url,
    transports: z.array(z.string().max(32)).max(10).optional(),
  }),
  clientExtensionResults: z.object({}).default({}),
});

/**
 * How a logged-in citizen adds a passkey (WebAuthn 7.1). It must be discoverable and its device must make sure who holds
 * it, so that each one is enough to log in with. What the device is, is not asked: the format and the model that it
 * names are kept, and nothing is believed of them.
 */
export class PasskeyEnrolment {
  readonly #deps: PasskeyEnrolmentDeps;

  constructor(deps: PasskeyEnrolmentDeps) {
    this.#deps = deps;
  }

  /** @returns JSON for the browser's `navigator.credentials.create` */
  async begin(request: EnrolRequest, locale: Locale): Promise<string> {
    const { uow, challenges, party, keys, clock, nameOf } = this.#deps;
    const { identityId } = request;
    const passkeys = passkeysOf(await uow.read.authenticators.ofIdentity(identityId), clock.now());
    const name = await nameOf(identityId);
    const options = await generateRegistrationOptions({
      rpName: say(PASSKEY_FACTOR.party, locale),
      rpID: party.id,
      userID: await userHandle(keys, identityId),
      userName: name,
      userDisplayName: name,
      challenge: (await challenges.make(bindingOf(request))).challenge,
      timeout: 120_000,
      attestationType: 'none',
      excludeCredentials: passkeys.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      supportedAlgorithmIDs: ALGORITHMS,
    });
    return JSON.stringify(options);
  }

  /**
   * Adds what the browser made, with its event and messages.
   * @param answer the credential as JSON
   * @param label what its holder calls it; counted where they did not say
   */
  async add(request: EnrolRequest, answer: string, label: string | undefined, locale: Locale): Promise<EnrolOutcome> {
    const { uow, challenges, party, authenticators } = this.#deps;
    const { identityId } = request;
    const response = parsed(answer);
    if (!response) return 'wrong';
    const signed = { challenge: '', look: 'wrong' as Awaited<ReturnType<typeof challenges.look>> };
    const checked = await verifyRegistrationResponse({
      response: response as Parameters<typeof verifyRegistrationResponse>[0]['response'],
      expectedChallenge: async (challenge) => {
        Object.assign(signed, { challenge, look: await challenges.look(challenge, bindingOf(request)) });
        return signed.look === 'good';
      },
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGORITHMS,
    }).catch(unverified);
    if (!checked?.verified) return signed.look === 'expired' ? 'expired' : 'wrong';

    const { credential, fmt, aaguid, credentialDeviceType } = checked.registrationInfo;
    const data: PasskeyData = {
      credentialId: credential.id,
      publicKey: Buffer.from(credential.publicKey).toString('base64url'),
      counter: credential.counter,
      transports: response.response.transports ?? [],
      attestation: fmt,
      aaguid,
      synced: credentialDeviceType === 'multiDevice',
    };
    return uow.run(async (repositories): Promise<EnrolOutcome> => {
      if (!(await challenges.spend(repositories.spent, signed.challenge))) return 'expired';
      const all = await repositories.authenticators.ofIdentity(identityId);
      const count = all.filter(({ kind }) => kind === 'passkey').length + 1;
      const name = label ?? say(PASSKEY_FACTOR.counted, locale, { count });
      const added = {
        identityId,
        kind: 'passkey',
        label: name,
        data,
        digest: credentialDigest(credential.id),
      } as const;
      return (await authenticators.addIn(repositories, added)).outcome;
    });
  }
}

function bindingOf({ identityId, visitDigest }: EnrolRequest): ChallengeBinding {
  return { purpose: 'enrol', visitDigest, identityId };
}

function parsed(answer: string) {
  try {
    return creation.safeParse(JSON.parse(answer)).data;
  } catch {
    return undefined;
  }
}

/** The library throws for whatever is not as it should be, and says no more than that. */
const unverified = (): undefined => undefined;
