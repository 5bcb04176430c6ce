import type { Grant, KoaContextWithOIDC } from 'oidc-provider';
import { PERSONAL_CLAIMS, permissionNameOf } from '../../domain/departments/index.js';
import type { Application, Consent } from '../../domain/records/index.js';
import { mac } from '../../shared/mac.js';
import type { YihaoAccount } from '../account.js';
import { beginsNow, GrantRevoked } from '../adapter/index.js';
import { type ClaimsRequest, isPermitted, requestedClaims } from '../claims/catalogue.js';
import { dueOnce } from '../due-once.js';
import { HOME_CLIENT_ID } from '../home.js';
import type { ProviderDeps } from '../ports.js';

type GrantDeps = Pick<ProviderDeps, 'applications' | 'consents'> & {
  /** 32 bytes: `KeyManagement.derive('grant-ids')`. */
  readonly idKey: Buffer;
  /** Whether a page comes before the citizen can be said to have agreed to enter this portal. */
  readonly promptPending: (ctx: KoaContextWithOIDC) => Promise<boolean>;
};

const MOST_GRANTS = 1000;

/** What this authorization request asks to learn and the application may learn. */
export function claimsAsked(ctx: KoaContextWithOIDC, application: Application): readonly string[] {
  const { requestParamOIDCScopes, params } = ctx.oidc;
  const claims = typeof params?.claims === 'string' ? (JSON.parse(params.claims) as ClaimsRequest) : undefined;
  return requestedClaims(requestParamOIDCScopes, claims).filter((claim) => isPermitted(application, claim));
}

/**
 * Builds oidc-provider's Grant from the stored consent: one for each session and application, and undefined while the
 * citizen has something to decide. What is granted is what the consent says, never what the request asks.
 */
export function createGrantLoader(deps: GrantDeps) {
  return async (ctx: KoaContextWithOIDC): Promise<Grant | undefined> => {
    const { client, account, session } = ctx.oidc;
    if (!client || !account || !session) return undefined;
    if (client.clientId === HOME_CLIENT_ID) return homeGrant(ctx);
    if (await deps.promptPending(ctx)) return undefined;
    const application = await deps.applications.find(client.clientId);
    if (!application) return undefined;
    const { identity } = account as YihaoAccount;
    const answer = await dueOnce(ctx, deps.consents, {
      identity,
      application,
      requested: claimsAsked(ctx, application),
    });
    if (answer.due) return undefined;
    return writeGrant(deps, ctx, grantedClaims(answer.consent, application));
  };
}

/** Entering Yihao itself grants nothing to anyone, so nothing is stored. */
function homeGrant(ctx: KoaContextWithOIDC): Grant {
  const grant = new ctx.oidc.provider.Grant({ accountId: ctx.oidc.account!.accountId, clientId: HOME_CLIENT_ID });
  grant.addOIDCScope('openid');
  return grant;
}

/** The claims that the consent grants and the application still may have. */
function grantedClaims(consent: Consent, application: Application): readonly string[] {
  const granted = new Set(consent.items.filter((item) => item.granted).map((item) => item.claim));
  return PERSONAL_CLAIMS.filter((claim) => granted.has(permissionNameOf(claim)) && isPermitted(application, claim));
}

async function writeGrant(deps: GrantDeps, ctx: KoaContextWithOIDC, claims: readonly string[]): Promise<Grant> {
  const { session, client, requestParamOIDCScopes: scopes } = ctx.oidc;
  const { Grant } = ctx.oidc.provider;
  const present = session!.grantIdFor(client!.clientId);
  const known = present ? await Grant.find(present) : undefined;
  if (known && (await isLive(update(known, scopes, claims)))) return known;
  // The id follows from the session, so that two tabs entering one portal at the same time share one grant: else the
  // slower one's would replace the other's, and the other's code would be dead. A revoked id stays dead; the next is free.
  for (let n = 0; n < MOST_GRANTS; n++) {
    const id = mac(deps.idKey, JSON.stringify([session!.uid, client!.clientId, session!.loginTs, n])).toString(
      'base64url',
    );
    // Nobody else can know a session that begins in this request.
    const other = beginsNow(session) ? undefined : await Grant.find(id);
    const grant = other ?? new Grant({ accountId: session!.accountId, clientId: client!.clientId });
    grant.jti = id;
    if (await isLive(update(grant, scopes, claims))) return grant;
  }
  throw new Error('too many grants were revoked in one session');
}

/** Whether it was written; false where the grant is revoked. */
async function isLive(written: Promise<void>): Promise<boolean> {
  try {
    await written;
    return true;
  } catch (error) {
    if (error instanceof GrantRevoked) return false;
    throw error;
  }
}

/** Writes only what changed: most requests find the grant as it should be. */
async function update(grant: Grant, scopes: ReadonlySet<string>, claims: readonly string[]): Promise<void> {
  const before = contentOf(grant);
  const refused = PERSONAL_CLAIMS.filter((claim) => !claims.includes(claim));
  grant.addOIDCScope(new Set(scopes));
  grant.openid = { ...grant.openid, claims: [...claims] };
  grant.rejected = {};
  if (refused.length > 0) grant.rejectOIDCClaims(refused);
  if (contentOf(grant) !== before) await grant.save();
}

/** In an order of its own: a database may hand JSON back with its keys moved. */
function contentOf({ openid, rejected }: Grant): string {
  const sorted = (words: readonly string[] | undefined): string => [...(words ?? [])].sort().join(' ');
  return [openid?.scope?.split(' '), openid?.claims, rejected?.openid?.claims].map(sorted).join('|');
}
