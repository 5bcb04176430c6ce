import type { VNode } from 'preact';
import type { CurrentSession } from '../provider/interactions.js';
import type { Text } from '../shared/text.js';
import type { PageContext, Words } from '../ui/context.js';
import type { FormState } from '../ui/forms/forms.js';

/** Whose pages these are, and the login they came with. */
export interface Citizen {
  readonly identityId: string;
  readonly session: CurrentSession;
}

export type AccountContext = PageContext & { readonly params: Readonly<Record<string, string>> };
export type AccountHandler = (ctx: AccountContext, citizen: Citizen) => Promise<void>;

export interface AccountPageOptions {
  /** Names the page in the browser's tab. */
  readonly title: Text;
  /** Fills the places of `title`. */
  readonly values?: Readonly<Record<string, string>>;
  readonly form?: FormState;
  readonly status?: number;
  /** A link back, on a page below a section's first one. */
  readonly back?: { readonly href: string; readonly text?: Words };
}

/** What a section of the account draws and listens with. Every address of it lies below `/account`. */
export interface AccountPages {
  /** A page, for whoever is logged in. */
  show(path: string, handler: AccountHandler): void;
  /** What a form does, for whoever is logged in. */
  take(path: string, handler: AccountHandler): void;
  /** The same for what needs a login of minutes ago, as strong as the citizen can make it. */
  readonly fresh: Pick<AccountPages, 'show' | 'take'>;
  /** As `fresh`, but not at a public terminal: what it leaves in the browser would be the next person's. */
  readonly ownDevice: Pick<AccountPages, 'show' | 'take'>;
  /** The same for who lost what makes their login strongest: two factors are enough. */
  readonly twoFactors: Pick<AccountPages, 'show' | 'take'>;
  /** Draws a page with the account's navigation beside it. */
  page(ctx: PageContext, view: VNode, options: AccountPageOptions): void;
  /** After a form was done: to this address, which says so once above its page. */
  done(ctx: PageContext, path: string, said: Text): Promise<void>;
}

/**
 * One entry of the account's navigation with all its pages. A new one is a folder here and a line in `index.ts`; it
 * knows its neighbours' addresses and nothing else of them.
 */
export interface AccountSection {
  /** `/account/sessions`. */
  readonly path: string;
  /** In the navigation. */
  readonly name: Text;
  mount(pages: AccountPages): void;
}
