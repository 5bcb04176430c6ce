import type { ComponentChildren } from 'preact';
import { say, type Text } from '../../shared/text.js';
import { clockTime } from '../clock-time.js';
import type { PageContext, PageExpiry } from '../context.js';
import {
  MORE_TIME,
  MORE_TIME_FAILED,
  MORE_TIME_GIVEN,
  PAGE_ENDS,
  PAGE_ENDS_KEPT,
  PAGE_ENDS_SOON,
  SESSION_ENDS,
  SESSION_ENDS_FOR_GOOD,
  SESSION_ENDS_SOON,
  STAY_FAILED,
  STAY_GIVEN,
  STAY_SIGNED_IN,
  TIME_LIMIT,
} from '../ui.messages.js';
import { usePage, useText } from './environment.js';

/** Seconds before the end at which a page warns: enough to read, decide and press (WCAG 2.2, 2.2.1 asks for 20). */
const WARN_SECONDS = 5 * 60;

/**
 * A warning that the page's script brings up when its time has come, and reads out. Without the script it is not there:
 * what it warns of must stand on the page in words as well.
 * @param seconds until it comes up
 */
export function Warning({ seconds, children }: { seconds: number; children: ComponentChildren }) {
  return (
    <div class="yihao-warning" data-warn-in={Math.max(0, Math.round(seconds))}>
      <div role="status" />
      <template>{children}</template>
    </div>
  );
}

/** What a page says of its time. */
interface ExpiryWords {
  readonly until: Text;
  readonly soon: Text;
  readonly more: Text;
  readonly given: Text;
  readonly failed: Text;
}

const PAGE: ExpiryWords = {
  until: PAGE_ENDS,
  soon: PAGE_ENDS_SOON,
  more: MORE_TIME,
  given: MORE_TIME_GIVEN,
  failed: MORE_TIME_FAILED,
};
const SESSION: ExpiryWords = {
  until: SESSION_ENDS,
  soon: SESSION_ENDS_SOON,
  more: STAY_SIGNED_IN,
  given: STAY_GIVEN,
  failed: STAY_FAILED,
};
const WORDS: Readonly<Record<PageExpiry['ends'], ExpiryWords>> = {
  page: PAGE,
  kept: { ...PAGE, until: PAGE_ENDS_KEPT },
  session: SESSION,
};

function wordsOf({ ends, moreTime }: PageExpiry): ExpiryWords {
  if (moreTime !== undefined) return WORDS[ends];
  return { ...WORDS[ends], until: SESSION_ENDS_FOR_GOOD, soon: SESSION_ENDS_FOR_GOOD, given: SESSION_ENDS_FOR_GOOD };
}

/** Until when the page or the session lasts, and before that a way to have more time. */
export function ExpiryNote() {
  const { ctx, locale } = usePage();
  const t = useText();
  const { expiry } = ctx.state;
  // A terminal says by itself when it forgets its user.
  if (!expiry || ctx.state.terminal) return null;
  const { moreTime, ends } = expiry;
  const words = wordsOf(expiry);
  const time = clockTime(expiry.at, locale);
  return (
    <aside class="yihao-expiry" aria-label={t(TIME_LIMIT)}>
      <p class="govuk-body-s">
        <span data-until>{t(words.until, { time })}</span>
        {/* Showing such a page again is use of the session: the way for those without a script. */}
        {ends === 'session' && moreTime && (
          <>
            {' '}
            <a class="govuk-link" href={ctx.method === 'GET' ? ctx.url : ctx.path}>
              {t(words.more)}
            </a>
          </>
        )}
      </p>
      <Warning seconds={expiry.secondsLeft - WARN_SECONDS}>
        <p class="govuk-body">{t(words.soon, { time })}</p>
        {moreTime && (
          <button
            type="button"
            class="govuk-button"
            data-more-time={moreTime}
            data-ends={ends}
            data-failed={t(words.failed)}
          >
            {t(words.more)}
          </button>
        )}
      </Warning>
    </aside>
  );
}

/** Tells the page's script until when there is time now. */
export function answerMoreTime(ctx: PageContext, expiry: PageExpiry): void {
  const { locale } = ctx.state;
  const { until, soon, given } = wordsOf(expiry);
  const time = clockTime(expiry.at, locale);
  ctx.set('Cache-Control', 'no-store');
  ctx.body = {
    warnIn: Math.max(0, expiry.secondsLeft - WARN_SECONDS),
    given: say(given, locale, { time }),
    until: say(until, locale, { time }),
    soon: say(soon, locale, { time }),
    more: expiry.moreTime !== undefined,
  };
}
