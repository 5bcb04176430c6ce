import { type ComponentChildren, Fragment } from 'preact';
import type { Text } from '../../shared/text.js';
import type { Words } from '../context.js';
import { type Say, usePage, useText } from '../page/environment.js';
import { ERROR_TITLE, NOTICE, PROBLEM_TITLE, WARNING } from '../ui.messages.js';

/** The page's heading; one to a page. */
export function Heading({
  text,
  values,
  caption,
}: {
  text: Words;
  values?: Record<string, string | number>;
  caption?: Words;
}) {
  const t = useText();
  return (
    <>
      {caption && <span class="govuk-caption-l">{t(caption)}</span>}
      <h1 class="govuk-heading-l">
        {phrases(t, text, values).map((phrase, index) => (
          <Fragment key={phrase}>
            {index > 0 && !/^\p{P}/u.test(phrase) && <wbr />}
            {phrase.includes('*') ? <span class="yihao-whole">{phrase}</span> : phrase}
          </Fragment>
        ))}
      </h1>
    </>
  );
}

/** Of the private use area, so in no text. */
const [OPEN, CLOSE] = ['\ue000', '\ue001'];
const EITHER = /[\ue000\ue001]/;
const FOLLOWING = /\ue001(\p{P})/gu;

/**
 * The words, parted around each value: where a Chinese title may break, since it has no spaces to tell. The mark after a
 * value goes with it, and a masked name does not break at its first star.
 */
function phrases(t: Say, text: Words, values: Record<string, string | number> = {}): string[] {
  const marked = Object.entries(values).map(([name, value]) => [name, `${OPEN}${value}${CLOSE}`]);
  const words = t(text, Object.fromEntries(marked));
  return words.replace(FOLLOWING, `$1${CLOSE}`).split(EITHER).filter(Boolean);
}

/** A paragraph. */
export function P({
  text,
  values,
  look,
}: {
  text: Words;
  values?: Record<string, string | number>;
  look?: 'lead' | 'small';
}) {
  const size = look === 'lead' ? 'govuk-body-l' : look === 'small' ? 'govuk-body-s' : 'govuk-body';
  return <p class={size}>{useText()(text, values)}</p>;
}

/** Sentences that belong together, one below the other. */
export function Bullets({ texts, values }: { texts: readonly Text[]; values?: Record<string, string | number> }) {
  const t = useText();
  return (
    <ul class="govuk-list govuk-list--bullet">
      {texts.map((text) => (
        <li key={text.en}>{t(text, values)}</li>
      ))}
    </ul>
  );
}

/** What is wrong, each with a link to its field. The layout puts it above every page that has errors. */
export function ErrorSummary() {
  const t = useText();
  const { form } = usePage();
  if (!form.errors || form.errors.length === 0) return null;
  return (
    <div class="govuk-error-summary" data-focus tabIndex={-1}>
      <div role="alert">
        <h2 class="govuk-error-summary__title">
          {t(form.errors.some(({ field }) => field) ? ERROR_TITLE : PROBLEM_TITLE)}
        </h2>
        <div class="govuk-error-summary__body">
          <ul class="govuk-list govuk-error-summary__list">
            {form.errors.map(({ field, text, values }) => (
              <li key={field}>{field ? <a href={`#${field}`}>{t(text, values)}</a> : t(text, values)}</li>
            ))}
          </ul>
        </div>
      </div>
    </div>
  );
}

export interface NotificationBannerProps {
  title?: Words;
  success?: boolean;
  /** Where a page has two. */
  id?: string;
  children: ComponentChildren;
}

export function NotificationBanner({ title = NOTICE, success, id = 'notice', children }: NotificationBannerProps) {
  const inside = (
    <>
      <div class="govuk-notification-banner__header">
        <h2 class="govuk-notification-banner__title" id={`${id}-title`}>
          {useText()(title)}
        </h2>
      </div>
      <div class="govuk-notification-banner__content">{children}</div>
    </>
  );
  if (!success)
    return (
      <section class="govuk-notification-banner" aria-labelledby={`${id}-title`}>
        {inside}
      </section>
    );
  return (
    <div
      class="govuk-notification-banner govuk-notification-banner--success"
      role="alert"
      aria-labelledby={`${id}-title`}
    >
      {inside}
    </div>
  );
}

export function InsetText({ children }: { children: ComponentChildren }) {
  return <div class="govuk-inset-text">{children}</div>;
}

export function WarningText({ text }: { text: Words }) {
  const t = useText();
  return (
    <div class="govuk-warning-text">
      <span class="govuk-warning-text__icon" aria-hidden="true">
        !
      </span>
      <strong class="govuk-warning-text__text">
        <span class="govuk-visually-hidden">{t(WARNING)}</span>
        {t(text)}
      </strong>
    </div>
  );
}

/** More for those who want it; opens without a script. */
export function Details({ summary, open, children }: { summary: Words; open?: boolean; children: ComponentChildren }) {
  return (
    <details class="govuk-details" open={open}>
      <summary class="govuk-details__summary">
        <span class="govuk-details__summary-text">{useText()(summary)}</span>
      </summary>
      <div class="govuk-details__text">{children}</div>
    </details>
  );
}

/** Something is done. */
export function Panel({ title, children }: { title: Words; children?: ComponentChildren }) {
  return (
    <div class="govuk-panel govuk-panel--confirmation">
      <h1 class="govuk-panel__title">{useText()(title)}</h1>
      {children && <div class="govuk-panel__body">{children}</div>}
    </div>
  );
}

export type TagColour = 'grey' | 'green' | 'teal' | 'blue' | 'purple' | 'red' | 'orange' | 'yellow';

export function Tag({ text, colour }: { text: Words; colour?: TagColour }) {
  return <strong class={`govuk-tag${colour ? ` govuk-tag--${colour}` : ''}`}>{useText()(text)}</strong>;
}

export interface SummaryRow {
  key: Words;
  value: Words | ComponentChildren;
  action?: { href: string; text: Words };
}

const isWords = (value: unknown): value is Words =>
  typeof value === 'string' || (typeof value === 'object' && value !== null && 'zh' in value && 'en' in value);

/** Facts by name. */
export function SummaryList({ rows, plain }: { rows: readonly SummaryRow[]; plain?: boolean }) {
  const t = useText();
  // An empty column keeps rows aligned, where other rows have an action; elsewhere it would only take room.
  const gap = rows.some(({ action }) => action) ? ' govuk-summary-list__row--no-actions' : '';
  return (
    <dl class={`govuk-summary-list${plain ? ' govuk-summary-list--no-border' : ''}`}>
      {rows.map(({ key, value, action }) => (
        <div class={`govuk-summary-list__row${action ? '' : gap}`} key={t(key)}>
          <dt class="govuk-summary-list__key">{t(key)}</dt>
          <dd class="govuk-summary-list__value">{isWords(value) ? t(value) : value}</dd>
          {action && (
            <dd class="govuk-summary-list__actions">
              <a class="govuk-link" href={action.href}>
                {t(action.text)}
                <span class="govuk-visually-hidden"> {t(key)}</span>
              </a>
            </dd>
          )}
        </div>
      ))}
    </dl>
  );
}
