import type { Aal, ProvenLogin } from '../records/index.js';

/** What the login becomes when a second factor was right: `aal` is what the two reach together. */
export function withFactor<Login extends ProvenLogin>(
  login: Login,
  factor: Pick<ProvenLogin, 'aal' | 'amr'> & { readonly kind: string },
): Login {
  const { aal, amr, kind } = factor;
  const all = [...login.amr.filter((one) => one !== 'mfa'), ...amr, 'mfa'];
  return { ...login, aal, amr: [...new Set(all)], used: [...login.used, kind] };
}

/** What is asked of a login: by a request that wants somebody logged in, or by a page of the account. */
export interface AskedLogin {
  /** The level without which nobody gets in. */
  readonly neededAal: Aal;
  /** The level that it should reach, as far as its holder can: `acr_values` is a wish (OpenID Connect Core §3.1.2.1). */
  readonly wantedAal: Aal;
  /** One of this moment is asked for: an earlier one that is passed on does not do by itself. */
  readonly anew?: boolean;
  /** Its holder proved it after this. */
  readonly provenAfter?: Date;
}

/** Kinds that pass on what was proven before, in another place. */
const PASSED_ON: ReadonlySet<string> = new Set(['qr', 'outside']);

/**
 * Whether a login is enough for what is asked; where it is not, a further factor is due, or another login.
 * @param login one that is being made, or the one behind a session
 * @param known.strongest the strongest that its holder can make, asked where it matters; taken for the strongest of all
 *   where it is left out
 * @param known.device whether its holder has confirmed this browser with two factors: only there one factor is enough. Of
 *   a session it was looked at when it began
 */
export async function isLoginEnough(
  login: Partial<Pick<ProvenLogin, 'used' | 'authTime'>> & { readonly aal: Aal | 0 },
  { neededAal, wantedAal, anew = false, provenAfter }: AskedLogin,
  known: { readonly strongest?: () => Promise<Aal>; readonly device?: boolean } = {},
): Promise<boolean> {
  const { aal, used = [], authTime } = login;
  const { strongest = async () => 3, device = true } = known;
  if (provenAfter && authTime && authTime <= provenAfter) return false;
  if (aal < neededAal || (aal < wantedAal && aal < (await strongest()))) return false;
  return aal > 1 || (device && !(anew && used.some((kind) => PASSED_ON.has(kind))));
}

/** Those of some factors that reach what is wanted; where none does, those that reach what is needed. */
export function reaching<Factor extends { readonly aal: Aal }>(
  factors: readonly Factor[],
  { neededAal, wantedAal }: Pick<AskedLogin, 'neededAal' | 'wantedAal'>,
): readonly Factor[] {
  const wanted = factors.filter(({ aal }) => aal >= wantedAal);
  return wanted.length > 0 ? wanted : factors.filter(({ aal }) => aal >= neededAal);
}
