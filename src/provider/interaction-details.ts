import type { Interaction } from 'oidc-provider';
import type { Aal, Application } from '../domain/records/index.js';
import type { AskedLogin } from '../domain/sessions/index.js';
import { asObject, type ClaimsRequest, isPermitted, requestedClaims } from './claims/catalogue.js';
import { type InteractionStep, stepOf } from './configuration.js';
import { personsOf } from './persons.js';

export interface OpenInteraction extends AskedLogin {
  readonly outcome: 'open';
  readonly uid: string;
  readonly step: InteractionStep;
  /** oidc-provider's reasons and ours, for example `no_session`, `aal`, `another_portal`, `consent_due`. */
  readonly reasons: readonly string[];
  readonly clientId: string;
  /** The portal that asks; undefined where Yihao itself is entered. */
  readonly application: Application | undefined;
  /** Who is logged in, as far as this interaction is concerned. */
  readonly sessionIdentityId: string | undefined;
  /** Whose data and rights it is about: another than that where they act for somebody. */
  readonly subjectIdentityId: string | undefined;
  /** By what they act for somebody. */
  readonly delegationId: string | undefined;
  /** The session is good but for its strength: only the missing factor is to be asked for. */
  readonly stepUp: boolean;
  /**
   * A login of this moment is asked for: by `prompt=login` or `max_age` (OpenID Connect Core §3.1.2.1), or because what
   * somebody is logged in with already was not enough.
   */
  readonly anew: boolean;
  /** Personal claims that are asked for and may be: what the consent page is about. */
  readonly requested: readonly string[];
  readonly loginHint: string | undefined;
  readonly uiLocales: readonly string[];
  /** Where the browser goes when all is done: an address of the portal. For CSP `form-action`. */
  readonly redirectUri: string;
  /** The provider's address that takes the interaction on. */
  readonly returnTo: string;
  /** It has its answer, and the browser has not gone to `returnTo` yet: a form was sent twice. */
  readonly finished: boolean;
  /** When it is over, unless it is prolonged; and the seconds until then. */
  readonly expiresAt: Date;
  readonly secondsLeft: number;
}

/** It ran out or was finished (`expired`), or it belongs to another browser (`elsewhere`). */
export interface ClosedInteraction {
  readonly outcome: 'expired' | 'elsewhere';
  /** The portal it came from, where that is still known. */
  readonly application: Application | undefined;
}

export type InteractionDetails = OpenInteraction | ClosedInteraction;

/**
 * What the pages need to know of an interaction.
 * @param application the portal that asks; undefined where Yihao itself is entered
 * @param now seconds since 1970
 */
export function readInteraction(
  interaction: Interaction,
  application: Application | undefined,
  now: number,
): OpenInteraction {
  const { params, prompt, session } = interaction;
  const persons = session?.accountId === undefined ? undefined : personsOf(session.accountId);
  const step = stepOf(prompt.name);
  const least = application?.minimumAal ?? 1;
  return {
    outcome: 'open',
    uid: interaction.uid,
    step,
    reasons: prompt.reasons,
    clientId: String(params.client_id),
    application,
    sessionIdentityId: persons?.personId,
    subjectIdentityId: persons?.identityId,
    delegationId: persons?.delegationId,
    stepUp: persons !== undefined && step === 'login' && prompt.reasons.every((reason) => reason === 'aal'),
    wantedAal: levelIn(prompt.details.aal) ?? least,
    neededAal: levelIn(prompt.details.needed) ?? least,
    anew:
      persons !== undefined ||
      params.max_age !== undefined ||
      (textOf(params.prompt) ?? '').split(' ').includes('login'),
    // Read by the consent page alone.
    get requested() {
      return application ? requestedOf(interaction, application) : [];
    },
    loginHint: textOf(params.login_hint),
    uiLocales: (textOf(params.ui_locales) ?? '').split(' ').filter(Boolean),
    redirectUri: String(params.redirect_uri),
    returnTo: interaction.returnTo,
    finished: interaction.result !== undefined,
    expiresAt: new Date(interaction.exp * 1000),
    secondsLeft: interaction.exp - now,
  };
}

function requestedOf({ params }: Interaction, application: Application): readonly string[] {
  const claims = textOf(params.claims);
  const request = claims === undefined ? undefined : (asObject(JSON.parse(claims)) as ClaimsRequest | undefined);
  const scopes = (textOf(params.scope) ?? '').split(' ');
  return requestedClaims(scopes, request).filter((claim) => isPermitted(application, claim));
}

const levelIn = (value: unknown): Aal | undefined => ([1, 2, 3] as const).find((level) => level === value);

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
