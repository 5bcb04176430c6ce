import { errors, interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider';
import type { Aal } from '../domain/records/index.js';
import { type AskedLogin, isLoginEnough } from '../domain/sessions/index.js';
import type { YihaoAccount } from './account.js';
import { asObject, essentialAcrs } from './claims/catalogue.js';
import { dueOnce } from './due-once.js';
import { HOME_CLIENT_ID } from './home.js';
import { aalOf, highest } from './levels.js';
import { FOR_WHOM } from './overrides.js';
import { personsOf } from './persons.js';
import type { ProviderDeps } from './ports.js';
import { isAged } from './session/session-life.js';
import { claimsAsked } from './tokens/grants.js';

const { Check, Prompt } = interactionPolicy;

type PolicyDeps = Pick<
  ProviderDeps,
  'applications' | 'authenticators' | 'consents' | 'subjects' | 'delegations' | 'guardians' | 'settings' | 'clock'
> & { readonly highestAal: Aal };

export interface Policy {
  readonly prompts: interactionPolicy.DefaultPolicy;
  /** Whether a page comes before the consent page, or the portal asked for the consent page itself. */
  readonly pendingBeforeGrant: (ctx: KoaContextWithOIDC) => Promise<boolean>;
}

/**
 * What stands between an authorization request and its answer, in this order: registering (`prompt=create`, OpenID
 * Connect Initiating User Registration 1.0), logging in strongly enough, keeping an account that is about to close,
 * agreeing to enter another portal as the one who is logged in, saying for whom where one may act for others, a
 * guardian's consent for someone who is younger than 14, consenting.
 */
export function createPolicy(deps: PolicyDeps): Policy {
  const prompts = interactionPolicy.base();
  const login = prompts.get('login')!;
  const consent = prompts.get('consent')!;

  const levels = levelsOf(deps);
  const base = login.details;
  const asked = async (ctx: KoaContextWithOIDC) => {
    const { wantedAal: aal, neededAal: needed } = await levels(ctx);
    return { aal, needed };
  };
  login.details = async (ctx) => ({ ...(await base(ctx)), ...(await asked(ctx)) });
  // Ours know the values as levels: that a higher one is missing is a step, not another login.
  login.checks.remove('essential_acrs');
  login.checks.remove('essential_acr');
  login.checks.add(accountGone());
  for (const check of tooWeak(levels, deps)) login.checks.add(check);
  login.checks.add(anotherPerson(deps), 0);

  // Ours know what the stored consent says; oidc-provider's look at its Grant alone.
  consent.checks.remove('op_scopes_missing');
  consent.checks.remove('op_claims_missing');
  consent.checks.add(notProvenEnough(deps), 0);
  consent.checks.add(consentDue(deps));

  const create = new Prompt({ name: 'create', requestable: true }, asked);
  const select = new Prompt({ name: 'select_account', requestable: true }, anotherPortal(), forWhom(deps));
  const closing = new Prompt({ name: 'closing' }, aboutToClose());
  prompts.add(create, 0);
  const guardian = new Prompt({ name: 'guardian' }, guardianMissing(deps));
  prompts.add(closing, prompts.indexOf(consent));
  prompts.add(select, prompts.indexOf(consent));
  prompts.add(guardian, prompts.indexOf(consent));

  return {
    prompts,
    pendingBeforeGrant: async (ctx) => {
      if (ctx.oidc.promptPending('consent')) return true;
      for (const prompt of [create, login, closing, select, guardian]) {
        for (const { check } of prompt.checks) if (await check(ctx)) return true;
      }
      return false;
    },
  };
}

/** Locked, closed or gone since the session began. */
function accountGone(): interactionPolicy.Check {
  return new Check('account', 'the account cannot be used', 'login_required', (ctx) => {
    return ctx.oidc.session?.accountId !== undefined && ctx.oidc.account === undefined;
  });
}

/**
 * The portal asked for one person (`id_token_hint`, or `sub` in the `claims` parameter) and another logged in.
 * oidc-provider does not look at the hint again after the login, and would ask for ever for the `sub`.
 * @throws errors.LoginRequired as OpenID Connect Core §3.1.2.1 and §5.5.1 demand
 */
function anotherPerson({ applications, subjects, delegations }: PolicyDeps): interactionPolicy.Check {
  return new Check('another_person', 'another person logged in', 'login_required', async (ctx) => {
    const { client, session, result, params, provider } = ctx.oidc;
    if (!result?.login || !session?.accountId || !client) return false;
    const hint = params?.id_token_hint;
    const hinted = typeof hint === 'string' ? (await provider.IdToken.validate(hint, client)).payload.sub : undefined;
    const sub = asObject(asObject(ctx.oidc.claims?.id_token)?.sub) ?? {};
    const asked = Object.hasOwn(sub, 'value') ? sub.value : hinted;
    const application = asked === undefined ? undefined : await applications.find(client.clientId);
    if (!application) return false;
    const { identityId, personId } = personsOf(session.accountId);
    const isAsked = async (id: string) => (await subjects.subjectOf(id, application.departmentId)) === asked;
    if (await isAsked(identityId)) return false;
    // Perhaps one of those for whom they may act: for whom they come is asked next.
    if (application.delegation === 'allowed' && !result[FOR_WHOM])
      for (const one of await delegations.principals(personId, application.id))
        if (await isAsked(one.identityId)) return false;
    throw new errors.LoginRequired('another person logged in than the one asked for');
  });
}

type LevelsOf = (ctx: KoaContextWithOIDC) => Promise<AskedLogin>;

/** @throws errors.UnmetAuthenticationRequirements where what is needed cannot be reached by anyone today */
function levelsOf({ applications, highestAal }: PolicyDeps): LevelsOf {
  return async (ctx) => {
    const application = await applications.find(ctx.oidc.client!.clientId);
    const neededAal = highest(application?.minimumAal ?? 1, essentialAal(ctx, highestAal) ?? 1);
    if (neededAal > highestAal) throw unmet();
    const listed = String(ctx.oidc.params?.acr_values ?? '').split(' ');
    const wish = listed.map(aalOf).find((level) => level !== undefined && level <= highestAal) ?? 1;
    return { neededAal, wantedAal: highest(neededAal, wish) };
  };
}

/**
 * The level of an essential `acr` (OpenID Connect Core §5.5.1.1): the weakest value that can be reached.
 * @throws errors.UnmetAuthenticationRequirements where none of the values can be reached
 */
function essentialAal(ctx: KoaContextWithOIDC, highestAal: Aal): Aal | undefined {
  const asked = essentialAcrs(ctx.oidc.params?.claims);
  if (!asked) return undefined;
  const levels = asked.map(aalOf).filter((level) => level !== undefined && level <= highestAal) as Aal[];
  if (levels.length === 0) throw unmet();
  return Math.min(...levels) as Aal;
}

function unmet(): Error {
  return new errors.UnmetAuthenticationRequirements('the authentication level asked for cannot be reached');
}

/**
 * The session's login is weaker than the application or the request needs, or than it wishes and its holder can reach:
 * `aal` where only a factor is missing, with `aged` where it is too old to be added to.
 */
function tooWeak(
  levels: LevelsOf,
  { settings, clock, authenticators }: PolicyDeps,
): readonly interactionPolicy.Check[] {
  const weak = async (ctx: KoaContextWithOIDC): Promise<boolean> => {
    const asked = await levels(ctx);
    const { session, result } = ctx.oidc;
    if (!session?.accountId) return false;
    const { personId } = personsOf(session.accountId);
    const made = { aal: aalOf(session.acr) ?? 0 } as const;
    if (!result?.login)
      return !(await isLoginEnough(made, asked, { strongest: () => authenticators.strongest(personId) }));
    // The login was just repeated: asking again would go round for ever.
    if (!(await isLoginEnough(made, { ...asked, wantedAal: asked.neededAal }))) throw unmet();
    return false;
  };
  const aged = async (ctx: KoaContextWithOIDC): Promise<boolean> =>
    (await weak(ctx)) && isAged(settings, ctx.oidc.session!, Math.floor(clock.now().getTime() / 1000));
  const needed = 'a stronger login is required';
  return [new Check('aal', needed, 'login_required', weak), new Check('aged', needed, 'login_required', aged)];
}

/** The citizen asked for the account to be closed: they are asked whether to keep it before they enter a portal. */
function aboutToClose(): interactionPolicy.Check {
  return new Check('closing', 'the account is about to close', 'interaction_required', (ctx) => {
    const account = ctx.oidc.account as YihaoAccount | undefined;
    // Yihao's own pages ask by themselves, and a helper is not asked about somebody else's account.
    const asks = ctx.oidc.client!.clientId !== HOME_CLIENT_ID && account?.acting === undefined;
    return asks && Boolean(account?.identity.closesAt);
  });
}

/** The first time a session that began at one portal enters another: the citizen says as whom, once. */
function anotherPortal(): interactionPolicy.Check {
  return new Check('another_portal', 'the citizen has not yet entered this portal', 'interaction_required', (ctx) => {
    const { client, session, result } = ctx.oidc;
    const id = client!.clientId;
    if (id === HOME_CLIENT_ID || result?.login || result?.select_account) return false;
    const entered = Object.keys(session?.authorizations ?? {}).filter((one) => one !== HOME_CLIENT_ID);
    return entered.length > 0 && !entered.includes(id);
  });
}

/**
 * Nobody who is younger than 14 enters a portal without a guardian's consent (个人信息保护法 Art. 31). The page of this
 * step is left towards the portal with `access_denied`, or onwards once a guardian has confirmed: it is looked at anew.
 * Into Yihao itself they may go; a login there asks once for a guardian where none is named.
 */
function guardianMissing({ guardians }: PolicyDeps): interactionPolicy.Check {
  return new Check('guardian', 'a guardian has to agree first', 'interaction_required', async (ctx) => {
    const account = ctx.oidc.account as YihaoAccount | undefined;
    if (!account) return false;
    if (ctx.oidc.client!.clientId !== HOME_CLIENT_ID) return !(await guardians.mayRelease(account.identity));
    const { result } = ctx.oidc;
    return result?.login !== undefined && !result.guardian && guardians.needsOne(account.identity);
  });
}

/**
 * Somebody who may act for others there has not said for whom they come; or they act for somebody who did not name this
 * application, or whose naming it no longer counts: as that one they never enter it.
 */
function forWhom({ applications, delegations }: PolicyDeps): interactionPolicy.Check {
  return new Check('for_whom', 'the citizen has not said for whom', 'interaction_required', async (ctx) => {
    const { client, session, result } = ctx.oidc;
    const account = ctx.oidc.account as YihaoAccount | undefined;
    if (!session?.accountId || !account) return false;
    const id = client!.clientId;
    const application = await applications.find(id);
    const allowed = application?.delegation === 'allowed';
    if (account.acting) return !allowed || !account.acting.delegation.applications.includes(id);
    if (!allowed || result?.[FOR_WHOM]) return false;
    const goesOn = !result?.login || result.login.goesOn === true;
    if (goesOn && Object.hasOwn(session.authorizations ?? {}, id)) return false;
    return (await delegations.principals(session.accountId, id)).length > 0;
  });
}

/** @throws errors.AccessDenied where the person is not proven well enough for the application */
function notProvenEnough({ applications }: PolicyDeps): interactionPolicy.Check {
  return new Check('ial', 'the identity is not proven well enough', 'interaction_required', async (ctx) => {
    const application = await applications.find(ctx.oidc.client!.clientId);
    const account = ctx.oidc.account as YihaoAccount | undefined;
    // Of two people the one who acts, too, has to be known well enough.
    const known = account && Math.min(account.identity.ial, account.acting?.helper.ial ?? 3);
    if (application && known && known < application.minimumIal) {
      throw new errors.AccessDenied(`identity assurance level ${application.minimumIal} is required`);
    }
    return false;
  });
}

/** The stored consent does not answer this request; why and for what is asked again by the page itself. */
function consentDue({ applications, consents }: PolicyDeps): interactionPolicy.Check {
  return new Check('consent_due', 'the citizen has to decide', 'consent_required', async (ctx) => {
    const application = await applications.find(ctx.oidc.client!.clientId);
    const account = ctx.oidc.account as YihaoAccount | undefined;
    if (!application || !account) return false;
    const { identity } = account;
    return (await dueOnce(ctx, consents, { identity, application, requested: claimsAsked(ctx, application) })).due;
  });
}
