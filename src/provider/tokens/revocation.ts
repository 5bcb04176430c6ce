import { record } from '../../domain/audit/index.js';
import type { Repositories } from '../../domain/records/index.js';
import type { Clock } from '../../shared/clock.js';
import type { UnitOfWork } from '../../shared/unit-of-work.js';
import { digestOf } from '../digest.js';

export interface RevocationDeps {
  readonly uow: UnitOfWork<Pick<Repositories, 'grants' | 'refreshTokens' | 'audit'>>;
  readonly clock: Clock;
}

/** Kills tokens by what they hang on. A token is dead the moment its grant is: every use looks at the grant. */
export interface TokenRevocation {
  /** @param actor who asked: an identity id, an application id, `operator:<name>` or `system` */
  revokeByGrant(grantId: string, actor: string): Promise<boolean>;
  /** @returns how many grants were live */
  revokeByIdentity(identityId: string, actor: string): Promise<number>;
  revokeByApplication(applicationId: string, actor: string): Promise<number>;
}

export function createTokenRevocation({ uow, clock }: RevocationDeps): TokenRevocation {
  return {
    revokeByGrant(grantId, actor) {
      const digest = digestOf(grantId);
      return uow.run(async (stores) => {
        const grant = await stores.grants.find(digest);
        if (!grant || !(await stores.grants.revoke(digest, clock.now()))) return false;
        await stores.refreshTokens.removeByGrant(digest);
        const { identityId, applicationId } = grant;
        await record({ clock }, stores, 'grant.revoked', { actor, identityId, applicationId });
        return true;
      });
    },
    revokeByIdentity: (identityId, actor) =>
      uow.run(async (stores) => {
        const count = await stores.grants.revokeByIdentity(identityId, clock.now());
        await record({ clock }, stores, 'grants.revoked', { actor, identityId, detail: { count } });
        return count;
      }),
    revokeByApplication: (applicationId, actor) =>
      uow.run(async (stores) => {
        const count = await stores.grants.revokeByApplication(applicationId, clock.now());
        await record({ clock }, stores, 'grants.revoked', { actor, applicationId, detail: { count } });
        return count;
      }),
  };
}
