import type { ParameterizedContext } from 'koa';
import type { Locale, Text } from '../shared/text.js';
import type { FormValues } from './forms/form-state.js';
import type { Visit } from './visit/visit.js';

/** When a page is over, and what its reader can do about it. */
export interface PageExpiry {
  readonly at: Date;
  readonly secondsLeft: number;
  /** Where the page's script asks for more time; undefined where no more can be had. */
  readonly moreTime: string | undefined;
  /** What ends: a page, a page whose words are kept even if they come too late, or the reader's session. */
  readonly ends: 'page' | 'kept' | 'session';
}

/** The public terminal that a browser is. */
export interface TerminalHere {
  readonly name: Text;
  /** GB/T 2260. */
  readonly place: string;
  /** Without use for so long, it forgets whoever was there. */
  readonly idleSeconds: number;
}

/** Where a terminal is handed to the next person: all that the one before left is wiped there. */
export const TERMINAL_START = '/?terminal=1';

/** What every request for a page carries. `src/web` fills it, in its middleware order. */
export interface PageState {
  locale: Locale;
  /** Larger type and simpler pages, as the reader chose. */
  elder: boolean;
  visit: Visit;
  /** The token for the hidden field `_csrf`. Reading it begins the visit, so read it only where a form is shown. */
  readonly csrf: string;
  /** Names this request in the log and on error pages. */
  requestId: string;
  /** The fields of an urlencoded body; empty where there was none. */
  form: URLSearchParams;
  /** The address of a file of `src/ui/assets`, with its digest in the name. */
  asset(name: string): string;
  /** Origins that a form of this page may end at, after redirects. Use `allowFormAction`. */
  formOrigins: Set<string>;
  /** What was done on the page before this one, in words: said once. */
  said?: Text;
  /** What was typed into this page before its reader had to log in once more. */
  unsent?: FormValues;
  /** Where the page belongs to something that ends. */
  expiry?: PageExpiry;
  /** What was typed on earlier pages, sealed by the visit: forms bring it back, in case they come too late. */
  typed?: string;
  /** Where the browser is a public terminal. */
  terminal?: TerminalHere | undefined;
  /** What the log calls this request: a route's name, never its address. */
  route?: string;
}

/** Koa's context as routes and views of citizens' pages see it. */
export type PageContext = ParameterizedContext<PageState>;

/** A sentence in both languages, or words that are final already (a department's name, a masked number). */
export type Words = Text | string;

/**
 * Lets forms of this page end at other origins. Chromium holds CSP `form-action` against every redirect that follows
 * a POST (18F/identity-idp issue 9326), so a page whose form leads back to a portal must name that portal's origin.
 * @param addresses absolute http(s) addresses; their origins are taken. Anything else is left out.
 */
export function allowFormAction(ctx: PageContext, addresses: readonly string[]): void {
  for (const address of addresses) {
    const url = URL.parse(address);
    if (url && (url.protocol === 'https:' || url.protocol === 'http:')) ctx.state.formOrigins.add(url.origin);
  }
  const policy = String(ctx.response.get('Content-Security-Policy'));
  if (policy) ctx.set('Content-Security-Policy', withFormAction(policy, ctx.state.formOrigins));
}

/** The policy with its `form-action` replaced. */
function withFormAction(policy: string, origins: ReadonlySet<string>): string {
  return policy.replace(/form-action [^;]*/, ['form-action', "'self'", ...origins].join(' '));
}
