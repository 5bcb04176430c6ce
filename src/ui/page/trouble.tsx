import { type ErrorEntry, INTERNAL, NOT_FOUND, STORE_UNAVAILABLE } from '../../shared/errors.js';
import { say } from '../../shared/text.js';
import { Button, ButtonGroup, ButtonLink, Link, LinkP } from '../components/actions.js';
import { Heading, P, SummaryList } from '../components/content.js';
import type { PageContext, Words } from '../context.js';
import { AGAIN, Form, sealTyped } from '../forms/forms.js';
import { usePage, useText } from './environment.js';
import { renderPage } from './page.js';
import { UNKNOWN_PORTAL, WRONG_PORTAL_REQUEST } from './protocol.errors.js';
import {
  BACK_TO_PORTAL,
  ERROR_CODE,
  EXPIRED_HOME,
  EXPIRED_KEPT,
  EXPIRED_PORTAL,
  EXPIRED_TEXT,
  EXPIRED_TITLE,
  REQUEST_NUMBER,
  RETRY,
  RETRY_KEPT,
  SUPPORT_HINT,
  TO_HOME,
  TROUBLE,
  TROUBLE_OTHER,
} from './trouble.messages.js';

/** Where someone can go on from a trouble page: a portal by its name, at an address that was registered. */
export interface WayBack {
  href: string;
  name: Words;
}

/** Answers with the page of an error: what happened, what to do, and its code for the help desk. Never a stack. */
export function renderTrouble(ctx: PageContext, entry: ErrorEntry): void {
  if (entry.retryAfter !== undefined) ctx.set('Retry-After', String(entry.retryAfter));
  const title = TROUBLE[entry.status] ?? TROUBLE_OTHER;
  renderPage(ctx, <Trouble entry={entry} title={title} />, { title, status: entry.status });
}

/**
 * Answers that an interaction is gone, with the way back to the portal it came from where that is known.
 * @param kept whether what was sent to it is kept for the next one
 */
export function renderExpired(ctx: PageContext, portal?: WayBack, kept = false): void {
  renderPage(ctx, <Expired portal={portal} kept={kept} />, { title: EXPIRED_TITLE, status: 410 });
}

/** What the provider could not send back to a portal, since it does not know where that is. */
export interface ProtocolTrouble {
  /** The OAuth error. */
  error: string;
  status: number;
  /** The interaction is gone. */
  expired: boolean;
  portal?: WayBack;
}

/** Answers a browser whose protocol request went wrong. The request's own words are not repeated. */
export function renderProtocolTrouble(ctx: PageContext, { error, status, expired, portal }: ProtocolTrouble): void {
  if (expired) renderExpired(ctx, portal);
  else renderTrouble(ctx, protocolEntry(error, status));
}

function protocolEntry(error: string, status: number): ErrorEntry {
  if (error === 'temporarily_unavailable' || status === 503) return STORE_UNAVAILABLE;
  if (status >= 500) return INTERNAL;
  if (status === 404) return NOT_FOUND;
  return error === 'invalid_client' || error === 'unauthorized_client' ? UNKNOWN_PORTAL : WRONG_PORTAL_REQUEST;
}

/** Answers 404 in the reader's language. */
export const renderNotFound = (ctx: PageContext): void => renderTrouble(ctx, NOT_FOUND);

function Trouble({ entry, title }: { entry: ErrorEntry; title: Words }) {
  const { ctx } = usePage();
  const retry = entry.status === 429 || entry.status === 500 || entry.status === 503;
  return (
    <>
      <Heading text={title} />
      <P text={entry.text} look="lead" />
      {retry && <Retry />}
      {!retry && <Onward />}
      <hr class="govuk-section-break govuk-section-break--m govuk-section-break--visible" />
      <P text={SUPPORT_HINT} look="small" />
      <SummaryList
        plain
        rows={[
          { key: ERROR_CODE, value: entry.code },
          { key: REQUEST_NUMBER, value: ctx.state.requestId },
        ]}
      />
    </>
  );
}

function Onward() {
  return <LinkP href="/" text={TO_HOME} />;
}

/** The same request again. A form carries along what was typed, so that nothing is lost but secrets. */
function Retry() {
  const { ctx } = usePage();
  if (ctx.method !== 'POST' || !ctx.state.visit)
    return (
      <ButtonGroup>
        <ButtonLink href={ctx.url} text={RETRY} />
        <Link href="/" text={TO_HOME} />
      </ButtonGroup>
    );
  return (
    <Form>
      <input type="hidden" name={AGAIN} value={sealTyped(ctx)} />
      <P text={RETRY_KEPT} look="small" />
      <ButtonGroup>
        <Button text={RETRY} />
        <Link href="/" text={TO_HOME} />
      </ButtonGroup>
    </Form>
  );
}

function Expired({ portal, kept }: { portal: WayBack | undefined; kept: boolean }) {
  const { locale } = usePage();
  const t = useText();
  const values = { portal: portal ? t(portal.name) : '' };
  return (
    <>
      <Heading text={EXPIRED_TITLE} />
      <P text={kept ? EXPIRED_KEPT : EXPIRED_TEXT} look="lead" />
      <P text={portal ? EXPIRED_PORTAL : EXPIRED_HOME} values={values} />
      {portal ? (
        <ButtonGroup>
          <ButtonLink href={portal.href} text={say(BACK_TO_PORTAL, locale, values)} />
          <Link href="/" text={TO_HOME} />
        </ButtonGroup>
      ) : (
        <ButtonLink href="/" text={TO_HOME} />
      )}
    </>
  );
}
