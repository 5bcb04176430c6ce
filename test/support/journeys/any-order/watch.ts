import assert from 'node:assert/strict';
import type { PersonalData } from '../../../../src/domain/identities/index.js';
import type { Aal, AuditEvent, Authenticator, SessionRecord } from '../../../../src/domain/records/index.js';
import { recoveryCodesOn } from '../../http/html.js';
import type { WholeService } from '../../service/whole-service.js';
import type { Device, Proof } from './device.js';
import { identityOf, type Person } from './people.js';

/** What the stores hold of one person. */
interface Held {
  readonly authenticators: readonly Authenticator[];
  readonly sessions: readonly SessionRecord[];
  readonly contacts: PersonalData;
  readonly state: string;
  readonly events: readonly AuditEvent[];
}

const NOTHING: Held = { authenticators: [], sessions: [], contacts: {}, state: 'none', events: [] };
/** Second factors that are typed. */
const CODES = ['sms', 'totp', 'recovery'] as const;
/** What suffices to recover something by, in pairs; it takes effect a day later. */
const PAIRS: readonly (readonly [Proof['what'], Proof['what']])[] = [
  ['recovery', 'totp'],
  ['recovery', 'sms'],
  ['recovery', 'password'],
  ['totp', 'password'],
  ['registry', 'sms'],
  ['registry', 'password'],
];
const DAY = 24 * 3600_000;
/** Changes that need a login and no fresh one. */
const MINOR = ['label', 'used', 'kept'];
/** Milliseconds of a login that may change what logs in; and in which a first factor waits for the second. */
const FRESH = 5 * 60_000;
const WAITS = 15 * 60_000;
/** Logins are counted in whole seconds. */
const SLACK = 2_000;
const EVENTS = 200;

/**
 * Judges what a browser brought about by what it had proved, and by nothing that the service says of it: an
 * authenticator, a contact or a session that nobody proved enough for is a hole, whichever way led there.
 */
export class Watch {
  readonly #service: WholeService;
  readonly #people: readonly Person[];
  readonly #held = new Map<Person, Held>();
  readonly #begunBy = new Map<string, Device>();
  /** Types of the events there were. */
  readonly seen = new Set<string>();

  constructor(service: WholeService, people: readonly Person[]) {
    this.#service = service;
    this.#people = people;
  }

  async begin(): Promise<void> {
    for (const person of this.#people) this.#held.set(person, await this.#look(person));
  }

  sessionsOf(person: Person): readonly SessionRecord[] {
    return (this.#held.get(person) ?? NOTHING).sessions;
  }

  authenticatorsOf(person: Person): readonly string[] {
    return (this.#held.get(person) ?? NOTHING).authenticators.map(({ id }) => id);
  }

  /** @throws AssertionError where what `device` just did changed anything that it had not proved enough for */
  async judge(device: Device): Promise<void> {
    for (const person of this.#people) {
      const before = this.#held.get(person) ?? NOTHING;
      const after = await this.#look(person);
      this.#held.set(person, after);
      const known = new Set(before.events.map(({ id }) => id));
      const events = after.events.filter(({ id }) => !known.has(id));
      for (const { type } of events) this.seen.add(type);
      this.#judgeSessions(device, person, before, after, events);
      this.#judgeChanges(device, person, before, after, events);
      if (events.some(({ actor }) => actor === person.id))
        assert.ok(
          this.#isIn(device, before) || this.#isIn(device, after) || within(device, person, WAITS).length > 0,
          `done in the name of somebody who was not there: ${events.map(({ type }) => type)}`,
        );
    }
  }

  #judgeSessions(device: Device, person: Person, before: Held, after: Held, events: readonly AuditEvent[]): void {
    const began = after.sessions.filter(
      (one) => !one.endedAt && before.sessions.find(({ uid }) => uid === one.uid)?.aal !== one.aal,
    );
    for (const { uid, aal } of began) {
      const known = before.sessions.find((one) => one.uid === uid);
      const stronger = known !== undefined && this.#begunBy.get(uid) === device;
      assert.ok(stronger || !known, 'a session was made stronger from another browser');
      const shown = within(device, person, WAITS).filter(({ spent }) => !spent);
      const has = (...kinds: readonly Proof['what'][]): boolean => shown.some(({ what }) => kinds.includes(what));
      const enough = {
        1: has('password', 'passkey', 'lent') && device.knownTo.has(person),
        2: has('lent') || (has(...CODES, 'passkey') && (stronger || has('password', 'passkey'))),
        3: has('passkey'),
      };
      // A login that was repeated less strongly than before.
      const weaker = known !== undefined && aal < known.aal && has('password');
      assert.ok(enough[aal] || weaker, `a session of strength ${aal} after ${shown.map(({ what }) => what)}`);
      const type = known ? 'session.strengthened' : 'session.started';
      assert.ok(
        events.some((one) => one.type === type),
        `a session without ${type}`,
      );
      this.#begunBy.set(uid, device);
    }
    const ended = before.sessions.filter(
      ({ uid, endedAt, expiresAt }) =>
        !endedAt && expiresAt > new Date() && after.sessions.find((one) => one.uid === uid)?.endedAt,
    );
    assert.ok(ended.length === 0 || this.#isIn(device, before), 'a session was ended by somebody else');
    if (began.length > 0) for (const proof of device.proofs) proof.spent = true;
  }

  #judgeChanges(device: Device, person: Person, before: Held, after: Held, events: readonly AuditEvent[]): void {
    const changes = changesOf(before, after);
    if (changes.length === 0) return;
    const what = changes.join(', ');
    assert.ok(events.length > 0, `${what}: without an event`);
    if (before.state === 'none') {
      const reached = this.#people.find(({ phone }) => after.contacts.phone === `+86${phone}`);
      const shown = reached ? within(device, reached, 4 * WAITS) : [];
      assert.ok(
        shown.some(({ what }) => what === 'sms'),
        'registered with a phone that was not confirmed here',
      );
      this.#learn(device, person, before, after);
      return;
    }
    if (changes.every((change) => change === 'used')) {
      assert.ok(within(device, person, WAITS).length > 0, 'used without being shown');
      return;
    }
    if (events.some(({ type }) => type === 'recovery.begun') && !this.#isIn(device, before)) {
      judgeRecovery(device, person, before, after);
      return;
    }
    if (events.some(({ type }) => type === 'recovery.stopped')) {
      // By whoever logs in at this moment, too. What had not begun to work may go.
      assert.ok(this.#isIn(device, before) || within(device, person, WAITS).length > 0, 'stopped by a stranger');
      const gone = before.authenticators.filter(({ id }) => !after.authenticators.some((one) => one.id === id));
      assert.ok(gone.every(({ usableFrom }) => usableFrom && usableFrom > new Date()));
      return;
    }
    assert.ok(this.#isIn(device, before), `${what}: by a browser that nobody is logged in at`);
    if (changes.every((change) => MINOR.includes(change))) return;
    // Codes may take a while to come: the change was begun with a fresh login, and what it is changed to is confirmed.
    if (changes.includes('contacts')) {
      this.#judgeContacts(device, person, before, after);
      this.#learn(device, person, before, after);
      return;
    }
    // What is to end a day later, with two factors: whoever lost the strongest cannot show it.
    const level = changes.every((change) => change === 'ends') ? 2 : strongest(before.authenticators);
    assert.ok(isFresh(device, person, level), `${what}: without a fresh login`);
    this.#learn(device, person, before, after);
  }

  #judgeContacts(device: Device, person: Person, before: Held, after: Held): void {
    assert.ok(
      isFresh(device, person, strongest(before.authenticators), FRESH + WAITS),
      'contacts were changed without a login of a while ago',
    );
    for (const kind of ['phone', 'email'] as const) {
      const address = after.contacts[kind];
      if (address === undefined || address === before.contacts[kind]) continue;
      const holder = this.#people.find((one) => one[kind] === address.replace('+86', ''));
      const shown = holder ? within(device, holder, WAITS) : [];
      assert.ok(
        shown.some(({ what }) => what === 'sms'),
        `a ${kind} was taken in that was not confirmed here`,
      );
    }
  }

  /** The person knows what they changed. */
  #learn(device: Device, person: Person, before: Held, after: Held): void {
    const secret = ({ authenticators }: Held) => authenticators.find(({ kind }) => kind === 'password')?.secret;
    if (secret(before) !== secret(after) && device.newPassword) person.password = device.newPassword;
    const added = (kind: string) =>
      after.authenticators.filter((one) => one.kind === kind).length >
      before.authenticators.filter((one) => one.kind === kind).length;
    if (added('totp') && device.totpKey) person.totpKeys.push(device.totpKey);
    if (added('passkey') && device.newPasskey) person.passkeys.push(device.newPasskey);
    const codes = device.page ? recoveryCodesOn(device.page.$) : [];
    if (codes.length > 0) person.recoveryCodes = codes;
    person.phone = after.contacts.phone?.replace('+86', '') ?? person.phone;
    person.email = after.contacts.email ?? person.email;
  }

  /** Whether somebody is logged in there as this person. */
  isIn(device: Device, person: Person): boolean {
    return this.#isIn(device, this.#held.get(person) ?? NOTHING);
  }

  #isIn(device: Device, { sessions }: Held): boolean {
    return sessions.some(({ uid, endedAt }) => !endedAt && this.#begunBy.get(uid) === device);
  }

  async #look(person: Person): Promise<Held> {
    const { domain, foundation } = this.#service;
    person.id ??= await identityOf(this.#service, person);
    if (person.id === undefined) return NOTHING;
    const { read } = foundation.database.uow;
    const [authenticators, sessions, contacts, identity, events] = await Promise.all([
      read.authenticators.ofIdentity(person.id),
      read.sessions.ofIdentity(person.id),
      domain.identities.reveal(person.id, ['name', 'number', 'phone', 'email']),
      domain.identities.find(person.id),
      read.audit.ofIdentity(person.id, EVENTS),
    ]);
    return { authenticators, sessions, contacts, state: identity?.state ?? 'none', events };
  }
}

/** Nobody is logged in: two things that do not fall together were shown, and nothing is otherwise before a day is over. */
function judgeRecovery(device: Device, person: Person, before: Held, after: Held): void {
  const shown = new Set(within(device, person, 3 * WAITS).map(({ what }) => what));
  assert.ok(
    PAIRS.some((pair) => pair.every((what) => shown.has(what))),
    `a recovery was begun with ${[...shown]}`,
  );
  const later = (at: Date | null): boolean => at !== null && at.getTime() > Date.now() + DAY - SLACK;
  assert.deepEqual([after.contacts, after.state], [before.contacts, before.state], 'changed before a day was over');
  for (const one of after.authenticators) {
    const old = before.authenticators.find(({ id }) => id === one.id);
    if (!old) assert.ok(later(one.usableFrom), `a new ${one.kind} that works at once`);
    else if (identifying(old) !== identifying(one)) assert.fail(`${one.kind} was changed`);
    else if (old.usableUntil?.getTime() !== one.usableUntil?.getTime())
      assert.ok(later(one.usableUntil), `${one.kind} ends at once`);
  }
  const gone = before.authenticators.filter(({ id }) => !after.authenticators.some((one) => one.id === id));
  assert.deepEqual(gone, [], 'gone at once');
}

/** What the person showed in this browser in the last `ms`. */
function within({ proofs }: Device, person: Person, ms: number): readonly Proof[] {
  return proofs.filter(({ of, at }) => of === person && Date.now() - at < ms + SLACK);
}

/** Whether what was shown makes a login of this strength that is fresh. */
function isFresh(device: Device, person: Person, strength: Aal, limit = FRESH): boolean {
  const now = Date.now();
  const shown = within(device, person, limit + WAITS);
  const latest = (...kinds: readonly Proof['what'][]): number =>
    Math.max(0, ...shown.filter(({ what }) => kinds.includes(what)).map(({ at }) => at));
  const fresh = (at: number): boolean => now - at < limit + SLACK;
  if (fresh(latest('passkey'))) return true;
  const password = latest('password');
  const code = latest(...CODES);
  if (strength === 3) return false;
  if (fresh(latest('lent'))) return true;
  if (password === 0) return false;
  if (strength === 1) return fresh(password);
  return code > 0 && fresh(Math.max(password, code)) && Math.abs(password - code) < WAITS;
}

function strongest(all: readonly Authenticator[]): Aal {
  const kinds = new Set(all.map(({ kind }) => kind));
  if (kinds.has('passkey')) return 3;
  return kinds.has('sms') || kinds.has('totp') ? 2 : 1;
}

/** `used`: no more than that something was used. `ends`: a recovery is to end it. `kept`: it was stopped. `label`: only what its holder calls it. */
function changesOf(before: Held, after: Held): readonly string[] {
  const changes: string[] = [];
  if (JSON.stringify(before.contacts) !== JSON.stringify(after.contacts)) changes.push('contacts');
  if (before.state !== after.state) changes.push(`${before.state} → ${after.state}`);
  const ids = new Set([...before.authenticators, ...after.authenticators].map(({ id }) => id));
  for (const id of ids) {
    const [old, young] = [before, after].map(({ authenticators }) => authenticators.find((one) => one.id === id));
    if (!old || !young) changes.push(`${old ? 'removed' : 'added'} ${(old ?? young)!.kind}`);
    else if (identifying(old) !== identifying(young)) changes.push(`changed ${old.kind}`);
    else if (old.usableUntil?.getTime() !== young.usableUntil?.getTime())
      changes.push(young.usableUntil ? 'ends' : 'kept');
    else if (old.label !== young.label) changes.push('label');
    else if (JSON.stringify(old.data) !== JSON.stringify(young.data)) changes.push('used');
  }
  return changes;
}

/** An authenticator without what its use moves: a passkey's count, which of the recovery codes are left. */
function identifying({ kind, secret, usableFrom, data }: Authenticator): string {
  const { counter: _, unused, used, ...rest } = data ?? {};
  const codes = kind === 'recovery' ? [unused, used].flat().toSorted() : [];
  return JSON.stringify([kind, secret, usableFrom, codes, rest]);
}
