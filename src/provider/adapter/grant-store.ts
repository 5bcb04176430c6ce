import Provider, { type Adapter, type AdapterPayload } from 'oidc-provider';
import { record } from '../../domain/audit/index.js';
import type { GrantRecord } from '../../domain/records/index.js';
import { giveGrant } from '../../domain/sessions/index.js';
import { digestOf } from '../digest.js';
import { personsOf } from '../persons.js';
import { thisRequest } from '../this-request.js';
import { seenStanding } from '../tokens/standings.js';
import { type AdapterContext, dateOf } from './context.js';
import { beginsNow } from './session-store.js';

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

  /**
   * In a session that begins in this request, the grant is written with the session's record, in one transaction.
   * @throws GrantRevoked where it was revoked: such an id is never given again
   */
  async upsert(id: string, payload: AdapterPayload): Promise<void> {
    const { uow, clock } = this.#context;
    const { jti: _id, ...rest } = payload;
    const { accountId, clientId: applicationId, exp } = payload;
    if (!accountId || !applicationId || !exp) throw new TypeError('a grant names its account, application and end');
    const { identityId, personId } = personsOf(accountId);
    const digest = digestOf(id);
    const expiresAt = dateOf(exp);
    const grant: GrantRecord = { digest, identityId, applicationId, payload: rest, expiresAt, revokedAt: null };
    const request = thisRequest();
    if (request && beginsNow(Provider.ctx?.oidc.session)) {
      request.given.set(digest, grant);
      return;
    }
    if (request) delete request.seen;
    await uow.run(async (repositories) => {
      if (!(await giveGrant(repositories, clock, grant, personId))) throw new GrantRevoked();
    });
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    const digest = digestOf(id);
    const standing = seenStanding('grantDigest', digest);
    const payload = standing ? (await standing)?.grant : (await this.#context.uow.read.grants.find(digest))?.payload;
    return payload && ({ ...payload, jti: id } as AdapterPayload);
  }

  async destroy(id: string): Promise<void> {
    const { uow, clock } = this.#context;
    const digest = digestOf(id);
    await uow.run(async (stores) => {
      const grant = await stores.grants.find(digest);
      if (!grant || !(await stores.grants.revoke(digest, clock.now()))) return;
      const { identityId, applicationId } = grant;
      // Where it happened tells why: at the token endpoint, something was used twice.
      const detail = { at: Provider.ctx?.oidc.route ?? 'elsewhere' };
      await record({ clock }, stores, 'grant.revoked', { actor: applicationId, identityId, applicationId, detail });
    });
  }

  async consume(): Promise<void> {}
  async revokeByGrantId(): Promise<void> {}
  async findByUid(): Promise<undefined> {}
  async findByUserCode(): Promise<undefined> {}
}
