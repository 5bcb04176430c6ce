import type { Account, Client, FindAccount, KoaContextWithOIDC } from 'oidc-provider';
import type { ActiveDelegation } from '../domain/delegations/index.js';
import type { Identity } from '../domain/records/index.js';
import { DEPARTMENT } from './adapter/client-metadata.js';
import type { ClaimsMember } from './claims/catalogue.js';
import { isPermitted } from './claims/catalogue.js';
import { onlyPermittedRegions } from './claims/predicates.js';
import { claimValues, fieldsFor, planRelease } from './claims/release.js';
import { personsOf } from './persons.js';
import type { ProviderDeps } from './ports.js';
import type { StandaloneAudit } from './tokens/standalone-audit.js';
import { type Standings, seenStanding } from './tokens/standings.js';

type AccountDeps = Pick<ProviderDeps, 'clock' | 'identities' | 'applications' | 'subjects' | 'guardians'> & {
  readonly standings: Pick<Standings, 'acting'>;
  readonly standaloneAudit: StandaloneAudit;
};

/** An identity as oidc-provider sees it. Only an active one exists for it: everything else is logged out everywhere. */
export interface YihaoAccount extends Account {
  /** Whose data it is about. */
  readonly identity: Identity;
  /** By what somebody else acts for that identity, and who. */
  readonly acting: ActiveDelegation | undefined;
}

/** Where an application is given something; at the authorization endpoint the policy asks. */
const RELEASING = new Set(['token', 'userinfo']);

export function createFindAccount(deps: AccountDeps): FindAccount {
  return async (ctx, sub): Promise<YihaoAccount | undefined> => {
    const { identity, acting } = (await (seenStanding('accountId', sub) ?? stand(deps, sub))) ?? {};
    if (identity?.state !== 'active') return undefined;
    // What was granted before a guardian withdrew is revoked; should a grant have been on its way then, it is worth nothing.
    const releasing = RELEASING.has(ctx.oidc?.route ?? '') && identity.child === 1;
    if (releasing && !(await deps.guardians.mayRelease(identity))) return undefined;
    return {
      accountId: sub,
      identity,
      acting,
      claims: async (use, scope, claims) => {
        // An ID token beside an access token carries no scope's claims (OpenID Connect Core §5.4).
        const delivered = use === 'id_token' ? '' : scope;
        const act = await actClaim(deps, ctx.oidc.client, sub);
        return { sub, ...act, ...(await release(deps, ctx, identity, use, delivered, claims as ClaimsMember)) };
      },
    };
  };
}

/** What this request has not looked at with something else. */
function stand({ standings, identities }: AccountDeps, accountId: string) {
  const found = identities.find(personsOf(accountId).identityId).then((identity) => identity && { identity });
  return standings.acting(accountId, found);
}

/** Who acts, by the name that this department knows them by (RFC 8693 §4.1); nothing where it is the subject itself. */
export async function actClaim(
  { subjects }: Pick<ProviderDeps, 'subjects'>,
  client: Client | undefined,
  accountId: string,
): Promise<{ readonly act?: { readonly sub: string } }> {
  const { personId, delegationId } = personsOf(accountId);
  if (delegationId === undefined || !client) return {};
  return { act: { sub: await subjects.subjectOf(personId, String(client[DEPARTMENT])) } };
}

/** Gives out what was granted and asked, and writes down that it did, in this order: first the record, then the data. */
async function release(
  { standaloneAudit, clock, identities, applications }: AccountDeps,
  ctx: KoaContextWithOIDC,
  identity: Identity,
  use: string,
  scope: string,
  member: ClaimsMember,
): Promise<Record<string, unknown>> {
  const { client, grant } = ctx.oidc;
  const application = client && (await applications.find(client.clientId));
  if (!application || !grant) return {};
  const granted = new Set(grant.getOIDCClaims().filter((claim) => isPermitted(application, claim)));
  const plan = planRelease(scope, onlyPermittedRegions(member, application), granted);
  if (plan.all.length === 0) return {};
  await standaloneAudit.write({
    type: 'claims.released',
    actor: application.id,
    identityId: identity.id,
    applicationId: application.id,
    detail: { claims: plan.all, to: use },
  });
  const fields = fieldsFor(plan);
  const values = fields.length === 0 ? {} : await identities.reveal(identity.id, fields);
  return claimValues(plan, values, identity, clock.now());
}
