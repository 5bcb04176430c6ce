import { createHash } from 'node:crypto';
import { type Clock, plusSeconds } from '../../shared/clock.js';
import type { Sealer } from '../../shared/seal.js';
import type { Locale } from '../../shared/text.js';
import { record } from '../audit/index.js';
import { LIMITS } from '../limits.js';
import type { ContactKind, Identity, IdentityState, PersonalField } from '../records/index.js';
import { ContactDigests, IndexKeys } from './blind-index.js';
import { type Enrolment, prepareEnrolment, writeEnrolments } from './enrolment.js';
import type { IdentityDeps, IdentityStores } from './identity-stores.js';
import { enterState, mayBecome } from './life.js';
import { type LoginName, readLoginName } from './login-name.js';
import { afterLostRaces, findHolder, LostRace } from './number-claims.js';
import { type PersonalData, PersonalDataVault } from './personal-data.js';
import { type ProvenNumber, type TakeOverResult, takeOver } from './take-over.js';

export type LoginResolution = (
  | { readonly outcome: 'one'; readonly identity: Identity }
  | { readonly outcome: 'none' | 'ambiguous' }
) & {
  /** HMAC of what was typed, in its one spelling: what failures of an unknown name are counted under. */
  readonly loginDigest: string;
};

export type RegistrationResult =
  | { readonly outcome: 'registered'; readonly identity: Identity }
  /** To the citizen this looks like success until the message arrives; the id is for the audit, never for a page. */
  | { readonly outcome: 'taken'; readonly identityId: string };

export type StateResult =
  | { readonly outcome: 'changed' | 'unchanged'; readonly identity: Identity }
  | { readonly outcome: 'not_allowed'; readonly identity: Identity }
  | { readonly outcome: 'unknown' };

export type ChangeResult = { readonly outcome: 'changed' | 'unknown' };

/** A phone may be shared by a family. More holders than this are not looked at: it names nobody then. */
const SHARED_CONTACT_LIMIT = 8;

type PersonalChange = Partial<Record<Exclude<PersonalField, 'number'>, string | null>>;

/** Everything that begins, finds, changes or ends an identity. */
export class Identities {
  readonly #deps: IdentityDeps;
  readonly #index: IndexKeys;
  readonly #digests: ContactDigests;
  readonly #vault: PersonalDataVault;

  constructor(deps: IdentityDeps) {
    this.#deps = deps;
    this.#index = new IndexKeys(deps);
    this.#digests = new ContactDigests(deps.keys);
    this.#vault = new PersonalDataVault(deps.keys);
  }

  /**
   * Makes the first index key where there is none and opens those there are.
   * @throws Error when the master key is not the one they were wrapped under
   */
  async ready(): Promise<void> {
    await this.#index.ensure();
    await this.#index.load(this.#deps.uow.read.indexKeys);
  }

  /**
   * Whom a login names: a number, phone or mail address in any spelling. Only an active identity is named, and a shared
   * phone only where one of its holders is active. Known and unknown names run the same queries.
   */
  async resolveLogin(login: string): Promise<LoginResolution> {
    await this.#index.ensure();
    const name = readLoginName(login, this.#deps.clock);
    const loginDigest = await this.#digests.login(name.canonical);
    const named = await this.#named(name);
    const [identity, second] = named.filter(({ state }) => state === 'active');
    if (!identity) return { outcome: 'none', loginDigest };
    if (second || named.length >= SHARED_CONTACT_LIMIT) return { outcome: 'ambiguous', loginDigest };
    return { outcome: 'one', identity, loginDigest };
  }

  async #named(name: LoginName): Promise<readonly Identity[]> {
    const { identities } = this.#deps.uow.read;
    if (name.kind === 'phone' || name.kind === 'email') {
      const digest = await this.#digests.contact(name.kind, name.canonical);
      return identities.byContact(name.kind, digest, SHARED_CONTACT_LIMIT);
    }
    // What is no number at all is looked for all the same: it takes as long. Under every key at once, so that a rotation
    // that ends after the keys were read hides nobody.
    const digests = (await this.#index.remembered()).map(({ version, digest }) => ({
      keyVersion: version,
      digest: digest(name.canonical),
    }));
    const holder = await identities.byNumber(digests);
    return holder && name.kind === 'number' ? [holder] : [];
  }

  /**
   * Begins an identity at IAL 1, which holds its number provisionally. One transaction: number, identity, data,
   * contacts, password and phone, audit, and the message that says so. Where the number is taken nothing begins and its
   * holder gets a message instead (at most one an hour).
   * @param locale the language they read, kept for this message and all later ones
   */
  async register(person: Enrolment, locale: Locale = 'zh-CN'): Promise<RegistrationResult> {
    const { uow, clock, notifications } = this.#deps;
    await this.#index.ensure();
    const prepared = await prepareEnrolment(person, { vault: this.#vault, digests: this.#digests, clock });
    const { identity } = prepared;
    return afterLostRaces(() =>
      uow.run(async (stores): Promise<RegistrationResult> => {
        const keys = await this.#index.load(stores.indexKeys, 'share');
        if (await writeEnrolments(stores, keys, [prepared], { clock, notifications })) {
          // Whoever registers in another language than messages are in by default goes on being told in it.
          if (locale !== 'zh-CN') await stores.preferences.put(identity.id, { language: locale });
          return { outcome: 'registered', identity };
        }
        const holder = await findHolder(stores.numberIndex, keys, prepared.number);
        if (!holder) throw new LostRace('the holder let go of the number meanwhile');
        await this.#tellHolder(stores, holder.identityId);
        return { outcome: 'taken', identityId: holder.identityId };
      }),
    );
  }

  async #tellHolder(stores: IdentityStores, identityId: string): Promise<void> {
    const holder = await stores.identities.find(identityId);
    const there = holder?.state === 'active' || holder?.state === 'locked';
    const told = there && (await isFirstThisHour(stores, this.#deps.clock, identityId));
    const notice = told ? ({ message: 'number_already_registered' } as const) : undefined;
    await record(this.#deps, stores, 'identity.registration_refused', { actor: 'system', identityId, notice });
  }

  find(id: string): Promise<Identity | undefined> {
    return this.#deps.uow.read.identities.find(id);
  }

  /**
   * Opens these fields and no others; what is unknown or erased is left out. The caller audits what it discloses.
   * @throws Error when a sealed field was altered
   */
  async reveal(identityId: string, fields: readonly PersonalField[]): Promise<PersonalData> {
    return this.#vault.open(await this.#deps.uow.read.personalData.find(identityId), fields);
  }

  /** Seals secrets that end with this identity's data; undefined where there is none any more. */
  async sealerOf(identityId: string): Promise<Sealer | undefined> {
    return this.#vault.sealer(await this.#deps.uow.read.personalData.find(identityId));
  }

  /**
   * Changes a confirmed contact, or what the registry newly said. null forgets it. The number changes by proof only.
   * @param change `phone` as E.164, `email` in lower case
   */
  async change(identityId: string, change: PersonalChange, actor: string): Promise<ChangeResult> {
    return afterLostRaces(() => this.#deps.uow.run((stores) => this.changeIn(stores, identityId, change, actor)));
  }

  /**
   * The same inside the caller's transaction.
   * @throws LostRace when the data changed meanwhile: undo, and try anew
   */
  async changeIn(
    stores: Pick<IdentityStores, 'identities' | 'personalData' | 'contactIndex' | 'audit'>,
    identityId: string,
    change: PersonalChange,
    actor: string,
  ): Promise<ChangeResult> {
    const sealed = await stores.personalData.find(identityId);
    if (!sealed?.dataKey) return { outcome: 'unknown' };
    const next = await this.#vault.change(sealed, change);
    if (!(await stores.personalData.update(next, sealed.version))) throw new LostRace('personal data');
    if (change.birthdate !== undefined) await stores.identities.markChild(identityId, null);
    await this.#reindexContacts(stores, next.identityId, await this.#vault.open(next, ['phone', 'email']));
    const event = { actor, identityId, detail: { fields: Object.keys(change) } };
    await record(this.#deps, stores, 'identity.data_changed', event);
    return { outcome: 'changed' };
  }

  /**
   * Puts one confirmed contact in the place of another, inside the caller's transaction, which audits it.
   * @param from what it was when it was confirmed that it may go; undefined: there was none
   * @param to undefined: none from now on
   * @returns `moved` where it is not `from` any more; nothing was written
   * @throws LostRace when the data changed meanwhile: undo, and try anew
   */
  async changeContactIn(
    stores: Pick<IdentityStores, 'personalData' | 'contactIndex'>,
    identityId: string,
    kind: ContactKind,
    { from, to }: { readonly from: string | undefined; readonly to: string | undefined },
  ): Promise<'changed' | 'moved'> {
    const sealed = await stores.personalData.find(identityId);
    if (!sealed?.dataKey) return 'moved';
    if ((await this.#vault.open(sealed, [kind]))[kind] !== from) return 'moved';
    const next = await this.#vault.change(sealed, { [kind]: to ?? null });
    if (!(await stores.personalData.update(next, sealed.version))) throw new LostRace('personal data');
    await this.#reindexContacts(stores, identityId, await this.#vault.open(next, ['phone', 'email']));
    return 'changed';
  }

  async #reindexContacts(
    stores: Pick<IdentityStores, 'contactIndex'>,
    identityId: string,
    data: PersonalData,
  ): Promise<void> {
    await stores.contactIndex.removeIdentity(identityId);
    for (const kind of ['phone', 'email'] as const) {
      const value = data[kind];
      if (value === undefined) continue;
      await stores.contactIndex.put({ identityId, kind, digest: await this.#digests.contact(kind, value) });
    }
  }

  /**
   * Locks, unlocks, closes, or records a death. Everything issued before dies with it; closing also erases the data and
   * frees the number. `closed` and `deceased` are final.
   * @param actor an identity id, `operator:<name>` or `system`
   * @param reason a code for the audit, never a sentence about a person
   */
  async setState(id: string, state: IdentityState, actor: string, reason = 'decided'): Promise<StateResult> {
    const { uow } = this.#deps;
    return afterLostRaces(() =>
      uow.run(async (stores): Promise<StateResult> => {
        // Taken even where no number changes hands: a rotation of the index key must not index a number that ends here.
        await stores.indexKeys.all('share');
        const identity = await stores.identities.find(id);
        if (!identity) return { outcome: 'unknown' };
        if (identity.state === state) return { outcome: 'unchanged', identity };
        if (!mayBecome(identity.state, state)) return { outcome: 'not_allowed', identity };
        const deps = { ...this.#deps, vault: this.#vault };
        return { outcome: 'changed', identity: await enterState(stores, deps, identity, state, { actor, reason }) };
      }),
    );
  }

  /** Gives a number to the identity that proved it at IAL 2 or 3; see `takeOver`. */
  takeOver(proof: ProvenNumber): Promise<TakeOverResult> {
    return takeOver({ ...this.#deps, vault: this.#vault, index: this.#index }, proof);
  }
}

/** Spends the hour's one notice; of any number of parallel attempts one gets it. */
function isFirstThisHour(stores: IdentityStores, clock: Clock, identityId: string): Promise<boolean> {
  const now = clock.now();
  const hour = Math.floor(now.getTime() / 1000 / LIMITS.number_taken.per);
  const digest = createHash('sha256').update(`${identityId}|${hour}`).digest('base64url');
  return stores.spent.spend('registration-notice', digest, plusSeconds(now, 2 * LIMITS.number_taken.per));
}
