import { type Adapter, type AdapterPayload, errors } from 'oidc-provider';
import { record } from '../../domain/audit/index.js';
import { plusSeconds } from '../../shared/clock.js';
import { digestOf } from '../digest.js';
import { identityIn } from '../persons.js';
import { thisRequest } from '../this-request.js';
import { type AdapterContext, epoch, SPENT_MARGIN } from './context.js';
import { openPayload, sealPayload } from './sealing.js';

const LIFE_OF_UNKNOWN = 3600;

/**
 * Codes, access tokens, pushed requests: things that may be lost with the ephemeral store. What may be
 * used once is spent by a unique row in the durable store, because the ephemeral one may forget (a failover does).
 */
export class EphemeralModel implements Adapter {
  readonly #model: string;
  readonly #context: AdapterContext;

  constructor(model: string, context: AdapterContext) {
    this.#model = model;
    this.#context = context;
  }

  async upsert(id: string, payload: AdapterPayload, ttl = LIFE_OF_UNKNOWN): Promise<void> {
    const { ephemeral, sealer } = this.#context;
    const key = this.#key(id);
    const life = Math.max(1, Math.ceil(ttl));
    if (this.#model === 'AccessToken') await this.#auditIssue(payload);
    await ephemeral.set(key, sealPayload(sealer, key, payload), life);
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    const key = this.#key(id);
    const sealed = await this.#context.ephemeral.get(key);
    const payload = sealed === undefined ? undefined : openPayload(this.#context.sealer, key, sealed);
    if (payload) this.#lookAhead(payload);
    return payload && { ...payload, jti: id };
  }

  /** @throws errors.InvalidGrant | errors.InvalidRequestUri where it was spent before; a code's tokens are dead then */
  async consume(id: string): Promise<void> {
    const { uow, clock, ephemeral, sealer } = this.#context;
    const key = this.#key(id);
    const sealed = await ephemeral.get(key);
    const payload = sealed === undefined ? undefined : openPayload(sealer, key, sealed);
    if (!payload) throw this.#alreadySpent();
    const now = clock.now();
    const left = Math.max(0, (payload.exp ?? 0) - epoch(now));
    const expiresAt = plusSeconds(now, SPENT_MARGIN + left);
    const won = await uow.run(({ spent }) => spent.spend(this.#model, digestOf(id), expiresAt), { statements: 'one' });
    if (!won) {
      if (payload.grantId) await this.#punish(payload);
      throw this.#alreadySpent();
    }
    if (this.#model !== 'PushedAuthorizationRequest') return;
    // The row decides; this lets a replay be refused at once, before anyone logs in for it. A code has no such way to go.
    await ephemeral.set(key, sealPayload(sealer, key, { ...payload, consumed: epoch(now) }), Math.max(1, left));
  }

  async destroy(id: string): Promise<void> {
    await this.#context.ephemeral.delete(this.#key(id));
  }

  /** Every use of a code or a token looks at its grant, which is durable: what hangs on a revoked one is dead here too. */
  async revokeByGrantId(): Promise<void> {}

  async findByUid(): Promise<undefined> {}
  async findByUserCode(): Promise<undefined> {}

  /** What a token hangs on is asked for next, piece by piece: it is looked at as a whole, once. */
  #lookAhead({ grantId, accountId, sessionUid, expiresWithSession }: AdapterPayload): void {
    if (!thisRequest() || !grantId || !accountId) return;
    const session = expiresWithSession ? sessionUid : undefined;
    const question = { accountId, sessionUid: session ?? null, grantDigest: digestOf(grantId) };
    void this.#context.standings.look(question);
  }

  #key(id: string): string {
    return `oidc:${this.#model}:${digestOf(id)}`;
  }

  /** RFC 6749 §4.1.2: a code used twice was stolen, so what it gave must die. */
  async #punish(payload: AdapterPayload): Promise<void> {
    const { uow, clock } = this.#context;
    await uow.run(async (stores) => {
      await stores.grants.revoke(digestOf(payload.grantId!), clock.now());
      await record({ clock }, stores, 'code.reused', {
        actor: payload.clientId ?? 'system',
        identityId: identityIn(payload.accountId),
        applicationId: payload.clientId ?? null,
      });
    });
  }

  #alreadySpent(): Error {
    return this.#model === 'PushedAuthorizationRequest'
      ? new errors.InvalidRequestUri('request_uri is invalid, expired, or was already used')
      : new errors.InvalidGrant('already consumed');
  }

  async #auditIssue(payload: AdapterPayload): Promise<void> {
    await this.#context.standaloneAudit.write({
      type: 'token.issued',
      actor: payload.clientId ?? 'system',
      identityId: identityIn(payload.accountId),
      applicationId: payload.clientId ?? null,
      detail: { by: payload.gty ?? '', scope: payload.scope ?? '' },
    });
  }
}
