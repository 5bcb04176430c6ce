import { createHash } from 'node:crypto';
import type { Clock } from '../../shared/clock.js';
import { untilNextStep } from '../../shared/even-steps.js';
import { type Locale, plainCode } from '../../shared/text.js';
import type { UnitOfWork } from '../../shared/unit-of-work.js';
import { type Notifier, record } from '../audit/index.js';
import {
  codeDigest,
  codeSetOf,
  type DerivedKeys,
  type KnownDevices,
  matchTotp,
  type OneTimeCodes,
  type PasswordHasher,
  phoneCounts,
  type SendAnswer,
  spendRecoveryCode,
  spendStep,
  type Throttle,
  usableOf,
} from '../authenticators/index.js';
import type { Identities, PopulationRegistry } from '../identities/index.js';
import type { Authenticator, Identity, RecoveryGoal, Repositories } from '../records/index.js';
import type { RecoveryProofs } from './proofs.js';
import { type Proof, suffices } from './ways.js';

type DoorStores = Pick<
  Repositories,
  'authenticators' | 'failureCounters' | 'oneTimeCodes' | 'spent' | 'outbox' | 'audit'
>;

export interface RecoveryDoorDeps {
  readonly uow: UnitOfWork<DoorStores>;
  readonly clock: Clock;
  readonly keys: DerivedKeys;
  readonly identities: Pick<Identities, 'resolveLogin' | 'reveal' | 'sealerOf'>;
  readonly codes: Pick<OneTimeCodes, 'send' | 'verifyIn'>;
  readonly devices: Pick<KnownDevices, 'look'>;
  readonly hasher: Pick<PasswordHasher, 'verify'>;
  readonly throttle: Pick<Throttle, 'settle'>;
  readonly registry: PopulationRegistry;
  readonly proofs: RecoveryProofs;
  readonly notifications: Notifier;
}

/** Who lost what, by their own word. */
export interface Lost {
  /** A number, phone or mail address in any spelling. */
  readonly login: string;
  readonly goal: RecoveryGoal;
  readonly visitDigest: string;
  /** By which a known browser is recognised: strangers' failures do not hold it back. */
  readonly deviceSecret: string | undefined;
}

/** What is shown to prove it, as typed. Only what the way asks for. */
export interface Given {
  readonly password?: string;
  readonly recovery?: string;
  readonly totp?: string;
  readonly sms?: { readonly codeId: string; readonly code: string };
  /** As `parseName` and `CitizenNumber` read them. */
  readonly registry?: { readonly name: string; readonly number: string };
}

export type ProveAnswer =
  | { readonly outcome: 'proven'; readonly identityId: string; readonly proof: string }
  /** Unknown, wrong, not enough for this identity, or paused after many tries: one answer for all. */
  | { readonly outcome: 'refused' }
  /** All was right, but the registry did not answer. */
  | { readonly outcome: 'unavailable'; readonly retryAfter: number };

/** Milliseconds: more than telling the known from the unknown takes (A14). */
const STEP_MS = 200;
const PURPOSE = 'recovery';

/**
 * Where somebody without a login proves whose an identity is. Known and unknown names are treated alike, and nothing is
 * told before two proofs are right together. Failures are counted apart from those at login, so that nobody is kept out
 * of their own account by them (A19).
 */
export class RecoveryDoor {
  readonly #deps: RecoveryDoorDeps;

  constructor(deps: RecoveryDoorDeps) {
    this.#deps = deps;
  }

  /** Sends a code to the phone that is on record; to nobody where there is none, and says the same. */
  async sendCode({ login, visitDigest }: Lost, locale: Locale): Promise<SendAnswer> {
    const { codes, uow } = this.#deps;
    const begun = performance.now();
    const { identity, subject, nobody } = await this.#who(login);
    const counts = phoneCounts(await uow.read.authenticators.ofIdentity(subject), this.#deps.clock.now());
    const toIdentity = identity && counts ? identity.id : nobody;
    const sent = await codes.send({ purpose: PURPOSE, visitDigest, identityId: subject, toIdentity, locale });
    await untilNextStep(begun, STEP_MS);
    return sent;
  }

  /**
   * Checks two proofs together and, where both are right, spends them.
   * @throws AppError(BUSY) when the hashing queue is full: nothing was tried
   */
  async prove(lost: Lost, proofs: readonly Proof[], given: Given): Promise<ProveAnswer> {
    const begun = performance.now();
    const proven = await this.#proveLocally(lost, proofs, given);
    if (!proven) {
      await untilNextStep(begun, STEP_MS);
      return { outcome: 'refused' };
    }
    const { goal, visitDigest } = lost;
    // Only now, so that how long it takes to answer tells nothing to someone who has proven nothing.
    if (proofs.includes('registry')) {
      const answer = await this.#deps.registry.match(given.registry!);
      if (answer.outcome === 'unavailable') return answer;
      if (answer.outcome !== 'matched') return { outcome: 'refused' };
    }
    const proof = await this.#deps.proofs.make({ identityId: proven.id, goal, visitDigest, proofs });
    return { outcome: 'proven', identityId: proven.id, proof };
  }

  async #proveLocally(lost: Lost, proofs: readonly Proof[], given: Given): Promise<Identity | undefined> {
    const { uow, clock, codes, devices, throttle, keys } = this.#deps;
    const { identity, subject } = await this.#who(lost.login);
    const { known, authenticators } = await devices.look(subject, lost.deviceSecret);
    const counted = identity && known ? deviceSubject(subject, lost.deviceSecret) : subject;
    const usable = usableOf(authenticators, clock.now());
    const digest = await codeDigest(keys, subject, given.recovery ?? '');
    const totp = await this.#totp(subject, usable, given.totp ?? '');
    const right: Readonly<Record<Exclude<Proof, 'sms'>, boolean>> = {
      password: proofs.includes('password') && (await this.#password(usable, given.password ?? '')),
      recovery: codeSetOf(usable)?.set.unused.includes(digest) ?? false,
      totp: totp !== undefined,
      registry: await this.#isSamePerson(subject, given.registry),
    };
    return uow.run(async (stores) => {
      const sms = proofs.includes('sms') && (await this.#sms(stores, subject, lost.visitDigest, given.sms, codes));
      const all = { ...right, sms };
      const enough = proofs.every((proof) => all[proof]) && suffices(lost.goal, identity?.ial ?? 3, proofs);
      const pause = await throttle.settle(stores, counted, 'recovery_door', enough);
      const now = clock.now();
      if (identity && enough && !pause.blocked && (await this.#spend(stores, subject, proofs, { digest, totp, now })))
        return identity;
      const detail = { goal: lost.goal, paused: pause.blocked };
      await record({ clock }, stores, 'recovery.refused', { actor: 'visitor', identityId: identity?.id, detail });
      return undefined;
    });
  }

  async #who(login: string): Promise<Who> {
    const resolved = await this.#deps.identities.resolveLogin(login);
    const identity = resolved.outcome === 'one' ? resolved.identity : undefined;
    return { identity, subject: identity?.id ?? resolved.loginDigest, nobody: resolved.loginDigest };
  }

  async #password(usable: readonly Authenticator[], typed: string): Promise<boolean> {
    const kept = usable.find(({ kind }) => kind === 'password');
    return (await this.#deps.hasher.verify(kept?.secret ?? null, typed)).matches && kept !== undefined;
  }

  async #totp(subject: string, usable: readonly Authenticator[], typed: string) {
    const sealer = await this.#deps.identities.sealerOf(subject);
    return matchTotp(usable, sealer, plainCode(typed), this.#deps.clock.now());
  }

  async #isSamePerson(subject: string, given: Given['registry']): Promise<boolean> {
    const { name, number } = await this.#deps.identities.reveal(subject, ['name', 'number']);
    return given !== undefined && name === given.name && number === given.number;
  }

  async #sms(
    stores: DoorStores,
    subject: string,
    visitDigest: string,
    given: Given['sms'],
    codes: RecoveryDoorDeps['codes'],
  ): Promise<boolean> {
    const code = { codeId: given?.codeId ?? '', code: given?.code ?? '' };
    const bound = { purpose: PURPOSE, visitDigest, identityId: subject, toIdentity: subject } as const;
    return (await codes.verifyIn(stores, { ...code, ...bound })).outcome === 'right';
  }

  async #spend(
    stores: DoorStores,
    identityId: string,
    proofs: readonly Proof[],
    used: { digest: string; totp: { id: string; step: number } | undefined; now: Date },
  ): Promise<boolean> {
    if (
      proofs.includes('totp') &&
      !(used.totp && (await spendStep(stores.spent, used.totp.id, used.totp.step, used.now)))
    )
      return false;
    if (!proofs.includes('recovery')) return true;
    return (await spendRecoveryCode(stores, this.#deps, identityId, used.digest)) === 'right';
  }
}

interface Who {
  readonly identity: Identity | undefined;
  /** The identity's id, or what stands for a name that leads to none. */
  readonly subject: string;
  /** No identity's id. */
  readonly nobody: string;
}

function deviceSubject(identityId: string, deviceSecret: string | undefined): string {
  return createHash('sha256').update(`${identityId}|${deviceSecret}`).digest('base64url').slice(0, 36);
}
