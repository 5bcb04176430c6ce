import { isDeepStrictEqual } from 'node:util';
import Provider, { type Adapter, type AdapterPayload, errors } from 'oidc-provider';
import type { SessionRecord } from '../../domain/records/index.js';
import { browserOf, NOWHERE, type SessionPart } from '../../domain/sessions/index.js';
import { digestOf } from '../digest.js';
import { HOME_CLIENT_ID } from '../home.js';
import { aalOf, acrOf } from '../levels.js';
import { personsOf } from '../persons.js';
import { isAged, type Life, wholeSeconds } from '../session/session-life.js';
import { thisRequest } from '../this-request.js';
import { seenStanding } from '../tokens/standings.js';
import { type AdapterContext, dateOf, epoch } from './context.js';
import { openPayload, sealPayload } from './sealing.js';

/** Seconds the durable record outlives the live session, so that it need not be moved at every request. */
const RECORD_AHEAD = 300;
/** Seconds of that which must be left. */
const RECORD_LEAST = 60;
const WRITE_TRIES = 10;
/** Seconds by which a session may end early, so that a request that changes nothing writes nothing. */
const TOUCH_SECONDS = 60;

/** What is already in the durable record, kept beside the payload so that nothing is written twice. */
interface Recorded {
  readonly aal: number;
  /** Epoch seconds. */
  readonly until: number;
  /** Application id → sid and grant digest as they were joined. */
  readonly joined: Readonly<Record<string, string>>;
}

/** What was found, kept with the session until it is saved in the same request. */
interface Seen {
  /** The cookie's value that led to it. */
  readonly id?: string;
  readonly sealed: string;
  readonly applications: readonly string[];
}

type SessionPayload = AdapterPayload & {
  recorded?: Recorded;
  seen?: Seen;
  used?: readonly string[];
  life?: Life;
  place?: string;
};

/** Whether the session begins in this request: nothing of it is stored, and nobody else can know its uid. */
export function beginsNow(session: object | undefined): boolean {
  return session !== undefined && !('seen' in session);
}

/**
 * Browser sessions. The payload rests under the session's uid, and the cookie's value leads to it: so the cookie can
 * change at login while tokens go on finding the session, and the old value is dead at once. Requests of two tabs at the
 * same time are merged by compare-and-set: neither loses the other's portal.
 */
export class SessionStore implements Adapter {
  readonly #context: AdapterContext;

  constructor(context: AdapterContext) {
    this.#context = context;
  }

  /** @throws errors.SessionNotFound where the session was ended meanwhile: an ended one never lives again */
  async upsert(id: string, payload: SessionPayload, ttl = this.#keep(payload)): Promise<void> {
    const { ephemeral, sealer } = this.#context;
    const { uid } = payload;
    if (!uid) throw new TypeError('a session has a uid');
    const key = payloadKey(uid);
    const { seen, ...mine } = payload;
    let before = seen?.sealed;
    for (let tries = 0; tries < WRITE_TRIES; tries++) {
      const stored = before === undefined ? undefined : openPayload<SessionPayload>(sealer, key, before);
      const merged =
        stored && stored.accountId === mine.accountId ? merge(stored, mine, seen?.applications ?? []) : mine;
      if (stored && seen?.id === id && hardlyDiffers(stored, merged)) return;
      const recorded = merged.accountId ? await this.#record(merged, stored?.recorded) : undefined;
      const sealed = sealPayload(sealer, key, { ...merged, recorded });
      if (await this.#write(key, before, sealed, stored, mine)) {
        const pointer = pointerKey(id);
        await ephemeral.set(pointer, sealer.seal(uid, pointer), Math.max(1, Math.ceil(ttl)));
        return;
      }
      before = await ephemeral.get(key);
    }
    throw new Error('the session changed each time it was written');
  }

  async find(id: string): Promise<SessionPayload | undefined> {
    const { ephemeral, sealer } = this.#context;
    const pointer = pointerKey(id);
    const sealed = await ephemeral.get(pointer);
    if (sealed === undefined) return undefined;
    let uid: string;
    try {
      uid = sealer.open(sealed, pointer);
    } catch {
      return undefined;
    }
    const payload = await this.findByUid(uid);
    return payload && { ...payload, jti: id, seen: { ...payload.seen!, id } };
  }

  async findByUid(uid: string): Promise<SessionPayload | undefined> {
    const { ephemeral, sealer } = this.#context;
    const key = payloadKey(uid);
    const sealed = await ephemeral.get(key);
    const payload = sealed === undefined ? undefined : openPayload<SessionPayload>(sealer, key, sealed);
    if (sealed === undefined || !payload) return undefined;
    if (payload.accountId && !(await this.#isLive(uid, payload))) return undefined;
    const { recorded: _recorded, ...rest } = payload;
    const { settings, clock } = this.#context;
    if (payload.accountId && isAged(settings, payload, epoch(clock.now()))) rest.acr = acrOf(1);
    return { ...rest, seen: { sealed, applications: Object.keys(rest.authorizations ?? {}) } };
  }

  /** Ends one cookie value. The session itself ends with `forget`. */
  async destroy(id: string): Promise<void> {
    await this.#context.ephemeral.delete(pointerKey(id));
  }

  async forget(uid: string): Promise<void> {
    await this.#context.ephemeral.delete(payloadKey(uid));
  }

  async consume(): Promise<void> {}
  async revokeByGrantId(): Promise<void> {}
  async findByUserCode(): Promise<undefined> {}

  /** Looks at the identity too, and at what the portal that sent the browser was granted: both are asked for next. */
  async #isLive(uid: string, { accountId, authorizations }: SessionPayload): Promise<boolean> {
    const portal = Provider.ctx?.query.client_id;
    const grantId = typeof portal === 'string' ? authorizations?.[portal]?.grantId : undefined;
    const standing =
      seenStanding('sessionUid', uid) ??
      this.#context.standings.look({
        accountId: accountId!,
        sessionUid: uid,
        grantDigest: grantId === undefined ? null : digestOf(grantId),
      });
    return (await standing)?.sessionLive === true;
  }

  /** In what and where the login happens that this request is part of. */
  #whereabouts({ life, place }: SessionPayload): Pick<SessionRecord, 'browser' | 'place' | 'terminal'> {
    const ctx = Provider.ctx;
    const browser = browserOf(ctx?.get('user-agent'));
    // Where a terminal stands is known.
    if (life === 'terminal') return { browser, place: place ?? null, terminal: 1 };
    const found = ctx ? (this.#context.places ?? NOWHERE).find(ctx) : undefined;
    return { browser, place: found ?? null, terminal: 0 };
  }

  /** Seconds a payload is kept; its own `exp` ends it sooner. */
  #keep(payload: SessionPayload): number {
    return wholeSeconds(this.#context.settings, payload) + RECORD_AHEAD;
  }

  async #write(
    key: string,
    before: string | undefined,
    sealed: string,
    stored: SessionPayload | undefined,
    mine: SessionPayload,
  ): Promise<boolean> {
    const { ephemeral } = this.#context;
    if (before === undefined) return ephemeral.add(key, sealed, this.#keep(mine));
    if (stored?.loginTs === mine.loginTs) return ephemeral.replace(key, before, sealed);
    // A login begins the session's life anew; a replace would keep what time was left.
    if (!(await ephemeral.replace(key, before, sealed))) return false;
    await ephemeral.set(key, sealed, this.#keep(mine));
    return true;
  }

  /** Brings the durable record up to this payload, before the payload itself is written. */
  async #record(payload: SessionPayload, before: Recorded | undefined): Promise<Recorded> {
    const { sessions } = this.#context;
    const { uid, accountId, exp } = payload as { uid: string; accountId: string; exp: number };
    const aal = aalOf(payload.acr) ?? 1;
    const given = thisRequest()?.given;
    const joined: Record<string, string> = {};
    const parts: SessionPart[] = [];
    for (const [applicationId, { sid, grantId }] of Object.entries(payload.authorizations ?? {})) {
      if (applicationId === HOME_CLIENT_ID || !sid || !grantId) continue;
      const grantDigest = digestOf(grantId);
      joined[applicationId] = `${sid} ${grantDigest}`;
      if (before?.joined[applicationId] === joined[applicationId]) continue;
      const grant = given?.get(grantDigest);
      parts.push({ applicationId, sid, grantDigest, ...(grant && { grant }) });
    }
    let until = before?.until ?? 0;
    if (before?.aal !== aal || exp + RECORD_LEAST > until) {
      until = exp + RECORD_AHEAD;
      const { amr = [], used = [] } = payload;
      const { identityId, personId, delegationId } = personsOf(accountId);
      const actorId = delegationId === undefined ? null : personId;
      const login = { uid, identityId, actorId, aal, amr, used, expiresAt: dateOf(until) };
      must(await sessions.record({ ...login, ...(!before && this.#whereabouts(payload)) }, parts, !before));
      given?.clear();
    } else {
      for (const part of parts) must(await sessions.join({ uid, ...part }));
    }
    for (const applicationId of Object.keys(before?.joined ?? {})) {
      if (!joined[applicationId]) await sessions.leave(uid, applicationId);
    }
    return { aal, until, joined };
  }
}

function must({ outcome }: { outcome: 'recorded' | 'ended' }): void {
  if (outcome === 'ended') throw new errors.SessionNotFound('the session has ended');
}

/** Whether writing it would do no more than move its end by a little. */
function hardlyDiffers(
  { iat: _iat, exp = 0, recorded: _recorded, ...stored }: SessionPayload,
  { iat: _now, exp: end = 0, jti: _cookie, ...mine }: SessionPayload,
): boolean {
  return Math.abs(end - exp) < TOUCH_SECONDS && isDeepStrictEqual(stored, mine);
}

/** What another request added meanwhile stays; what this request removed goes. */
function merge(stored: SessionPayload, mine: SessionPayload, seen: readonly string[]): SessionPayload {
  const kept = { ...stored.authorizations };
  for (const applicationId of seen) delete kept[applicationId];
  return { ...mine, authorizations: { ...kept, ...mine.authorizations } };
}

const payloadKey = (uid: string): string => `oidc:Session:${digestOf(uid)}`;
const pointerKey = (id: string): string => `oidc:SessionCookie:${digestOf(id)}`;
