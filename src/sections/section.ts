import type { VNode } from 'preact';
import type { ProvenLogin } from '../domain/records/index.js';
import type { Text } from '../shared/text.js';
import type { PageContext, Words } from '../ui/context.js';
import type { FormState } from '../ui/forms/form-state.js';
import type { SessionLife } from '../ui/page/session-expiry.js';
import type { Door } from './door.js';

/** What the frame needs to know of a login; a room's own sessions say more. */
export interface SectionSession extends SessionLife, Pick<ProvenLogin, 'identityId' | 'aal'> {
  readonly authTime: Date;
}

/** Whose pages these are, and the login they came with. */
export interface Holder<Session extends SectionSession> {
  readonly identityId: string;
  readonly session: Session;
}

export type SectionContext = PageContext & { readonly params: Readonly<Record<string, string>> };
export type SectionHandler<Session extends SectionSession> = (
  ctx: SectionContext,
  holder: Holder<Session>,
) => Promise<void>;

export interface SectionPageOptions {
  /** Names the page in the browser's tab. */
  readonly title: Text;
  /** Fills the places of `title`. */
  readonly values?: Readonly<Record<string, string>>;
  readonly form?: FormState;
  readonly status?: number;
  /** A link back, on a page below a section's first one. */
  readonly back?: { readonly href: string; readonly text?: Words };
}

/** What a section draws and listens with. Every address of it lies below its room's. */
export interface SectionPages<Session extends SectionSession> {
  /** A page. */
  show(path: string, door: Door, handler: SectionHandler<Session>): void;
  /** What a form does. */
  take(path: string, door: Door, handler: SectionHandler<Session>): void;
  /** Draws a page with the room's navigation beside it. */
  page(ctx: PageContext, view: VNode, options: SectionPageOptions): void;
  /** After a form was done: to this address, which says so once above its page. */
  done(ctx: PageContext, path: string, said: Text): Promise<void>;
}

/**
 * One entry of a room's navigation with all its pages. A new one is a folder in the room and a line in the room's
 * `index.ts`; it knows its neighbours' addresses and nothing else of them.
 */
export interface Section<Session extends SectionSession> {
  /** `/account/sessions`. */
  readonly path: string;
  /** In the navigation. */
  readonly name: Text;
  mount(pages: SectionPages<Session>): void;
}
