import { aalOf } from '../levels.js';
import type { ProviderSettings } from '../ports.js';

/** How long a login lives: `stay` on its holder's own device by choice, `terminal` on a public one, else `ordinary`. */
export type Life = 'ordinary' | 'stay' | 'terminal';

type LifeSettings = Pick<ProviderSettings, 'sessionIdleMinutes' | 'sessionHours' | 'stayDays' | 'terminalIdleMinutes'>;

/** What of a session says how long it lives. */
export interface Living {
  readonly life?: Life | undefined;
  /** When its holder proved it; seconds since 1970. */
  readonly loginTs?: number | undefined;
}

/** A terminal's pages end by themselves; they say that they are used a minute late, and a session moves a minute late. */
const PAGES_AHEAD_MINUTES = 2;

/** Seconds for which a login counts as what it was: then it may live on, but as a login of level 1. */
const strongSeconds = ({ sessionHours }: LifeSettings): number => sessionHours * 3600;

/** Seconds after the login at which its session ends in any case. */
export function wholeSeconds(settings: LifeSettings, { life }: Living): number {
  return life === 'stay' ? (settings.stayDays ?? 0) * 24 * 3600 : strongSeconds(settings);
}

/**
 * Whether a login is too old for the level it reached. NIST SP 800-63B-4 §2.2.3 wants a level 2 login repeated within 24
 * hours and §2.3.3 a level 3 one within 12, while §2.1.3 lets a level 1 one live for 30 days.
 * @param now seconds since 1970
 */
export function isAged(settings: LifeSettings, { loginTs = 0 }: Living, now: number): boolean {
  return loginTs + strongSeconds(settings) <= now;
}

/**
 * When a session that is used now ends, if it is not used again; seconds since 1970.
 * @param now seconds since 1970
 */
export function endOf(
  settings: LifeSettings,
  living: Living,
  now: number,
): { readonly end: number; readonly last: number } {
  const last = (living.loginTs ?? 0) + wholeSeconds(settings, living);
  if (living.life === 'stay') return { end: last, last };
  const { sessionIdleMinutes, terminalIdleMinutes = sessionIdleMinutes } = settings;
  const minutes = living.life === 'terminal' ? terminalIdleMinutes + PAGES_AHEAD_MINUTES : sessionIdleMinutes;
  return { end: Math.min(now + minutes * 60, last), last };
}

/**
 * Seconds for which a refresh token lives, from `now`. No token outlives the session it came from, since its end revokes
 * the grant; and none says of a level that the login behind it no longer has.
 * @param now seconds since 1970
 */
export function refreshSeconds(
  settings: LifeSettings,
  { acr, authTime }: { readonly acr?: string | undefined; readonly authTime?: number | undefined },
  now: number,
): number {
  const whole = strongSeconds(settings);
  return aalOf(acr) === 1 ? whole : Math.max(1, (authTime ?? now) + whole - now);
}
