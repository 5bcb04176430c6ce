import { type Adapter, type AdapterPayload, errors } from 'oidc-provider';
import { record } from '../../domain/audit/index.js';
import type { RefreshTokenRecord } from '../../domain/records/index.js';
import { digestOf } from '../digest.js';
import { personsOf } from '../persons.js';
import type { ProviderRepositories } from '../ports.js';
import { thisRequest } from '../this-request.js';
import { keepSeen } from '../tokens/standings.js';
import { type AdapterContext, dateOf, epoch } from './context.js';

/** 258 random bits. What has another length is no refresh token, and is not looked for. */
export const REFRESH_TOKEN_LETTERS = 43;

/** Refresh tokens are durable, so that losing the ephemeral store costs nobody what they were granted. */
export class RefreshTokenStore implements Adapter {
  readonly #context: AdapterContext;

  constructor(context: AdapterContext) {
    this.#context = context;
  }

  async upsert(id: string, payload: AdapterPayload): Promise<void> {
    const { uow, sealer } = this.#context;
    const { jti: _token, grantId, ...rest } = payload;
    const { accountId, clientId: applicationId, exp } = payload;
    if (!grantId || !accountId || !applicationId || !exp) throw new TypeError('a refresh token names its grant');
    const { identityId } = personsOf(accountId);
    const digest = digestOf(id);
    const token: RefreshTokenRecord = {
      digest,
      grantDigest: digestOf(grantId),
      identityId,
      applicationId,
      payload: { ...rest, sealedGrantId: sealer.seal(grantId, digest) },
      consumedAt: null,
      expiresAt: dateOf(exp),
    };
    const request = thisRequest();
    const before = request?.refreshToken?.rotating ? request.refreshToken.record : undefined;
    const stored = await uow.run(async (repositories) => {
      if (before && !(await this.#spend(repositories, before))) return false;
      await repositories.refreshTokens.insert(token);
      const detail = { rotations: payload.rotations ?? 0 };
      const event = { actor: applicationId, identityId, applicationId, detail };
      await record(this.#context, repositories, 'refresh.issued', event);
      return true;
    });
    if (!stored) throw alreadyUsed();
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    if (id.length !== REFRESH_TOKEN_LETTERS) return undefined;
    const { uow, sealer } = this.#context;
    const digest = digestOf(id);
    const found = await uow.read.standings.ofRefreshToken(digest);
    if (!found) return undefined;
    const { token: record, standing } = found;
    const { grantDigest, consumedAt } = record;
    const accountId = String(record.payload.accountId);
    const answer = this.#context.standings.acting(accountId, Promise.resolve(standing));
    keepSeen({ accountId, grantDigest, sessionUid: null }, answer);
    const request = thisRequest();
    if (request) request.refreshToken = { record, rotating: false };
    const { sealedGrantId, ...payload } = record.payload as AdapterPayload & { sealedGrantId: string };
    const consumed = consumedAt ? { consumed: epoch(consumedAt) } : {};
    return { ...payload, ...consumed, jti: id, grantId: sealer.open(sealedGrantId, digest) };
  }

  /**
   * Where the token was found in this same request, its successor follows: it is spent in the transaction that stores
   * that one.
   * @throws errors.InvalidGrant where it was consumed before: someone else has it, so its whole family dies
   *   (RFC 9700 §4.14.2)
   */
  async consume(id: string): Promise<void> {
    const digest = digestOf(id);
    const found = thisRequest()?.refreshToken;
    if (found?.record.digest === digest) {
      found.rotating = true;
      return;
    }
    const won = await this.#context.uow.run(async (repositories) => {
      const record = await repositories.refreshTokens.find(digest);
      return record !== undefined && this.#spend(repositories, record);
    });
    if (!won) throw alreadyUsed();
  }

  async destroy(id: string): Promise<void> {
    await this.#context.uow.run(({ refreshTokens }) => refreshTokens.remove(digestOf(id)));
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    await this.#context.uow.run(({ refreshTokens }) => refreshTokens.removeByGrant(digestOf(grantId)));
  }

  async findByUid(): Promise<undefined> {}
  async findByUserCode(): Promise<undefined> {}

  /** @returns false where it was consumed before; its family is dead then */
  async #spend(
    stores: ProviderRepositories,
    { digest, grantDigest, identityId, applicationId }: RefreshTokenRecord,
  ): Promise<boolean> {
    const { clock } = this.#context;
    const first = await stores.refreshTokens.consume(digest, clock.now());
    if (!first) await stores.grants.revoke(grantDigest, clock.now());
    const type = first ? 'refresh.rotated' : 'refresh.reused';
    await record({ clock }, stores, type, { actor: applicationId, identityId, applicationId });
    return first;
  }
}

function alreadyUsed(): Error {
  return new errors.InvalidGrant('refresh token already used');
}
