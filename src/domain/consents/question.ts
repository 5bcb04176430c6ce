import { createHash } from 'node:crypto';
import { permissionNameOf } from '../departments/index.js';
import type {
  Application,
  ClaimPermission,
  Consent,
  ConsentItem,
  ConsentReason,
  Identity,
  LegalBasis,
} from '../records/index.js';

/** Who is asked, by whom, for what: one authorization request seen as a question to the citizen. */
export interface ConsentQuestion {
  readonly identity: Pick<Identity, 'id' | 'provenAt'>;
  readonly application: Application;
  /** Claim names that the request asks for, through scopes or the `claims` parameter; unknown ones do no harm. */
  readonly requested: readonly string[];
  /** The application wants the page shown even where the stored consent answers (`prompt=consent`). */
  readonly promptedByApplication?: boolean;
}

/** Why the page is shown: the five reasons to ask, or because the application wants it. */
export type PageReason = ConsentReason | 'prompted';

/**
 * Why the citizen must be asked now, or undefined where the stored consent answers. The strongest reason is named: what
 * the citizen did themselves (withdrew) before what time and others did.
 */
export function reasonToAsk(
  question: ConsentQuestion,
  consent: Consent | undefined,
  now: Date,
): PageReason | undefined {
  if (!consent) return 'new_application';
  if (consent.withdrawnAt) return 'withdrawn';
  if (question.identity.provenAt > consent.provenAt) return 'proven_anew';
  if (now >= consent.expiresAt) return 'expired';
  if (!permissionsAsked(question).every((permission) => answers(consent, permission))) return 'new_claims';
  return question.promptedByApplication ? 'prompted' : undefined;
}

/**
 * What the page shows and the answer will cover, in the order the application registered it. While a consent holds,
 * what it covers is shown along with what is new, so that page and record never differ.
 */
export function itemsToShow(
  question: ConsentQuestion,
  consent: Consent | undefined,
  reason: PageReason,
): readonly ClaimPermission[] {
  const asked = permissionsAsked(question);
  const holds = reason === 'new_claims' || reason === 'prompted';
  if (!holds || !consent) return asked;
  const covered = new Set([...asked, ...consent.items].map(({ claim }) => claim));
  return question.application.claims.filter(({ claim }) => covered.has(claim));
}

/** SHA-256 over all that a consent page promises; an answer counts only for the page that would be shown now. */
export function digestOfPage(
  { identity, application }: ConsentQuestion,
  items: readonly ClaimPermission[],
  consent: Consent | undefined,
): string {
  const page = [
    identity.id,
    identity.provenAt.toISOString(),
    application.id,
    application.departmentId,
    application.name.zh,
    application.name.en,
    application.consentDays,
    consent?.version ?? 0,
    items.map(({ claim, purpose, basis, optional, regions = [] }) => [
      claim,
      purpose.zh,
      purpose.en,
      basisKey(basis),
      optional,
      regions,
    ]),
  ];
  return createHash('sha256').update(JSON.stringify(page), 'utf8').digest('base64url');
}

/** What a decision makes of one permission: a legal duty and a needed claim are granted, a choice as it was ticked. */
export function decide(permission: ClaimPermission, chosen: ReadonlySet<string>): ConsentItem {
  const { claim, purpose, basis, optional, regions } = permission;
  const granted = basis.kind === 'statutory' || !optional || chosen.has(claim);
  return { claim, purpose, basis, ...(regions && { regions }), granted };
}

function permissionsAsked({ application, requested }: ConsentQuestion): readonly ClaimPermission[] {
  const names = new Set(requested.map(permissionNameOf));
  return application.claims.filter(({ claim }) => names.has(claim));
}

/** Whether the consent already answers for this claim, this purpose, this basis and these regions. */
function answers(consent: Consent, permission: ClaimPermission): boolean {
  const item = consent.items.find(({ claim }) => claim === permission.claim);
  if (!item) return false;
  const same =
    item.purpose.zh === permission.purpose.zh &&
    item.purpose.en === permission.purpose.en &&
    basisKey(item.basis) === basisKey(permission.basis) &&
    String(item.regions ?? '') === String(permission.regions ?? '');
  // A refused choice stays refused; but a claim that is needed now cannot rest on an old refusal.
  return same && (item.granted || permission.optional);
}

function basisKey(basis: LegalBasis): string {
  return basis.kind === 'consent' ? 'consent' : `statutory|${basis.reference.zh}|${basis.reference.en}`;
}
