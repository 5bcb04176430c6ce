import { type Adapter, type AdapterPayload, errors } from 'oidc-provider';
import { audit } from '../../domain/audit/index.js';
import type { RefreshTokenRecord } from '../../domain/sessions/index.js';
import { digestOf } from '../digest.js';
import { type AdapterContext, dateOf, epoch } from './context.js';

/** Refresh tokens are durable, so that losing the ephemeral store costs nobody what they were granted. */
export class RefreshTokenStore implements Adapter {
  readonly #context: AdapterContext;

  constructor(context: AdapterContext) {
    this.#context = context;
  }

  async upsert(id: string, payload: AdapterPayload): Promise<void> {
    const { uow, clock, sealer } = this.#context;
    const { jti: _token, grantId, ...rest } = payload;
    const { accountId: identityId, clientId: applicationId, exp } = payload;
    if (!grantId || !identityId || !applicationId || !exp) throw new TypeError('a refresh token names its grant');
    const digest = digestOf(id);
    const record: RefreshTokenRecord = {
      digest,
      grantDigest: digestOf(grantId),
      identityId,
      applicationId,
      payload: { ...rest, sealedGrantId: sealer.seal(grantId, digest) },
      consumedAt: null,
      expiresAt: dateOf(exp),
    };
    await uow.run(async ({ refreshTokens, audit: log }) => {
      await refreshTokens.insert(record);
      const detail = { rotations: payload.rotations ?? 0 };
      await audit(log, clock, { type: 'refresh.issued', actor: applicationId, identityId, applicationId, detail });
    });
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    const digest = digestOf(id);
    const record = await this.#context.uow.read.refreshTokens.find(digest);
    if (!record) return undefined;
    const { sealedGrantId, ...payload } = record.payload as AdapterPayload & { sealedGrantId: string };
    const consumed = record.consumedAt ? { consumed: epoch(record.consumedAt) } : {};
    return { ...payload, ...consumed, jti: id, grantId: this.#context.sealer.open(sealedGrantId, digest) };
  }

  /**
   * @throws errors.InvalidGrant where it was consumed before: someone else has it, so its whole family dies
   *   (RFC 9700 §4.14.2)
   */
  async consume(id: string): Promise<void> {
    const { uow, clock } = this.#context;
    const digest = digestOf(id);
    const won = await uow.run(async ({ refreshTokens, grants, audit: log }) => {
      const record = await refreshTokens.find(digest);
      if (!record) return false;
      const first = await refreshTokens.consume(digest, clock.now());
      if (!first) await grants.revoke(record.grantDigest, clock.now());
      const { identityId, applicationId } = record;
      const type = first ? 'refresh.rotated' : 'refresh.reused';
      await audit(log, clock, { type, actor: applicationId, identityId, applicationId });
      return first;
    });
    if (!won) throw new errors.InvalidGrant('refresh token already used');
  }

  async destroy(id: string): Promise<void> {
    await this.#context.uow.run(({ refreshTokens }) => refreshTokens.remove(digestOf(id)));
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    await this.#context.uow.run(({ refreshTokens }) => refreshTokens.removeByGrant(digestOf(grantId)));
  }

  async findByUid(): Promise<undefined> {}
  async findByUserCode(): Promise<undefined> {}
}
