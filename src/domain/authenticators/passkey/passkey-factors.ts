import { generateAuthenticationOptions } from '@simplewebauthn/server';
import type { AuthenticatorRepository } from '../../records/index.js';
import { PASSKEY_FACTOR } from '../factors.messages.js';
import type { FirstAnswer, FirstBegun, FirstFactor, FirstRequest } from '../first-factor.js';
import type { BeginAnswer, FactorAnswer, FactorRequest, SecondFactor } from '../second-factor.js';
import { passkeysOf } from './passkey.js';
import type { ChallengeBinding } from './passkey-challenges.js';
import type { PasskeyCheck, PasskeyCheckDeps } from './passkey-check.js';

export interface PasskeyFactorDeps extends Omit<PasskeyCheckDeps, 'uow'> {
  readonly check: PasskeyCheck;
  readonly uow: { readonly read: { readonly authenticators: Pick<AuthenticatorRepository, 'ofIdentity'> } };
}

/** A passkey in place of name, password and second factor: the device makes sure who holds it, or it does not count. */
export class PasskeyLogin implements FirstFactor {
  readonly kind = 'passkey';
  readonly id = 'passkey';
  readonly aal = 3;
  readonly label = PASSKEY_FACTOR.login;
  readonly #deps: PasskeyFactorDeps;

  constructor(deps: PasskeyFactorDeps) {
    this.#deps = deps;
  }

  async begin(request: FirstRequest): Promise<FirstBegun> {
    const { challenges, party } = this.#deps;
    const { challenge, expiresAt } = await challenges.make(bindingOf(request));
    const options = await generateAuthenticationOptions({ ...ASKED, rpID: party.id, challenge });
    const shown = { entry: 'webauthn', options: JSON.stringify(options) } as const;
    return { outcome: 'begun', challenge: {}, expiresAt, shown };
  }

  async offer(request: FirstRequest): Promise<string> {
    const { shown } = await this.begin(request);
    return shown.entry === 'webauthn' ? shown.options : '';
  }

  async verify({ answer, ...request }: FirstRequest & { answer: string }): Promise<FirstAnswer> {
    const checked = await this.#deps.check.check(answer, bindingOf(request), 'required');
    if (checked.outcome !== 'right') return checked;
    const { outcome, identityId, amr } = checked;
    return { outcome, identityId, amr, aal: 3 };
  }
}

/**
 * A passkey after a password, or for a session that must become stronger. Where its device makes sure who holds it, it
 * is two factors by itself and reaches AAL 3; a key that only asks for a touch is the second of two.
 */
export class PasskeyFactor implements SecondFactor {
  readonly kind = 'passkey';
  readonly aal = 3;
  readonly needsSending = false;
  readonly label = PASSKEY_FACTOR.label;
  readonly help = PASSKEY_FACTOR.help;
  readonly #deps: PasskeyFactorDeps;

  constructor(deps: PasskeyFactorDeps) {
    this.#deps = deps;
  }

  async available(identityId: string): Promise<{ available: true; hint: string } | { available: false }> {
    const passkeys = await this.#of(identityId);
    if (passkeys.length === 0) return { available: false };
    return { available: true, hint: passkeys.map(({ label }) => label).join(' / ') };
  }

  async begin(request: FactorRequest): Promise<BeginAnswer> {
    const { challenges, party } = this.#deps;
    const passkeys = await this.#of(request.identityId);
    if (passkeys.length === 0) return { outcome: 'unavailable' };
    const { challenge, expiresAt } = await challenges.make(bindingOf(request));
    const options = await generateAuthenticationOptions({
      ...ASKED,
      rpID: party.id,
      challenge,
      userVerification: verificationOf(request),
      allowCredentials: passkeys.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
    });
    const shown = { entry: 'webauthn', options: JSON.stringify(options) } as const;
    return { outcome: 'begun', challenge: {}, expiresAt, shown };
  }

  async verify({ answer, ...request }: FactorRequest & { answer: string }): Promise<FactorAnswer> {
    const checked = await this.#deps.check.check(answer, bindingOf(request), verificationOf(request));
    if (checked.outcome !== 'right') return checked;
    return { outcome: 'right', amr: checked.amr, aal: checked.verified ? 3 : 2 };
  }

  async #of(identityId: string) {
    const { uow, clock } = this.#deps;
    return passkeysOf(await uow.read.authenticators.ofIdentity(identityId), clock.now());
  }
}

/** Milliseconds that the browser's own question stays open. */
const ASKED = { timeout: 120_000, userVerification: 'required' } as const;

function bindingOf(request: FirstRequest | FactorRequest): ChallengeBinding {
  const { visitDigest } = request;
  return 'identityId' in request
    ? { purpose: 'factor', visitDigest, identityId: request.identityId }
    : { purpose: 'login', visitDigest, identityId: null };
}

const verificationOf = ({ aal }: FactorRequest): 'required' | 'preferred' => (aal === 3 ? 'required' : 'preferred');
