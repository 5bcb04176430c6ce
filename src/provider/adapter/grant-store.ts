import Provider, { type Adapter, type AdapterPayload } from 'oidc-provider';
import { audit } from '../../domain/audit/index.js';
import { digestOf } from '../digest.js';
import { type AdapterContext, dateOf } from './context.js';

/** A grant was to be written whose id is revoked. */
export class GrantRevoked extends Error {
  override readonly name = 'GrantRevoked';
}

/** Grants are durable: a token whose grant is not here, or is revoked, is dead wherever the token is used. */
export class GrantStore implements Adapter {
  readonly #context: AdapterContext;

  constructor(context: AdapterContext) {
    this.#context = context;
  }

  /** @throws GrantRevoked where it was revoked: such an id is never given again */
  async upsert(id: string, payload: AdapterPayload): Promise<void> {
    const { uow, clock } = this.#context;
    const { jti: _id, ...rest } = payload as AdapterPayload & { openid?: { scope?: string; claims?: string[] } };
    const { accountId: identityId, clientId: applicationId, exp } = payload;
    if (!identityId || !applicationId || !exp) throw new TypeError('a grant names its identity, application and end');
    const digest = digestOf(id);
    const record = { digest, identityId, applicationId, payload: rest, expiresAt: dateOf(exp), revokedAt: null };
    await uow.run(async ({ grants, audit: log }) => {
      if (!(await grants.put(record))) throw new GrantRevoked();
      const detail = { claims: rest.openid?.claims ?? [] };
      await audit(log, clock, { type: 'grant.given', actor: identityId, identityId, applicationId, detail });
    });
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    const { uow, recent } = this.#context;
    const digest = digestOf(id);
    const record = await recent.get(`grant:${digest}`, () => uow.read.grants.find(digest));
    return record && ({ ...record.payload, jti: id } as AdapterPayload);
  }

  async destroy(id: string): Promise<void> {
    const { uow, clock } = this.#context;
    const digest = digestOf(id);
    await uow.run(async ({ grants, audit: log }) => {
      const record = await grants.find(digest);
      if (!record || !(await grants.revoke(digest, clock.now()))) return;
      const { identityId, applicationId } = record;
      // Where it happened tells why: at the token endpoint, something was used twice.
      const detail = { at: Provider.ctx?.oidc.route ?? 'elsewhere' };
      await audit(log, clock, { type: 'grant.revoked', actor: applicationId, identityId, applicationId, detail });
    });
  }

  async consume(): Promise<void> {}
  async revokeByGrantId(): Promise<void> {}
  async findByUid(): Promise<undefined> {}
  async findByUserCode(): Promise<undefined> {}
}
