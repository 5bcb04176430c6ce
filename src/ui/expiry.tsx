import type { ComponentChildren } from 'preact';
import { say } from '../shared/text.js';
import { clockTime } from './clock-time.js';
import type { PageContext, PageExpiry } from './context.js';
import { usePage, useText } from './environment.js';
import {
  MORE_TIME,
  MORE_TIME_FAILED,
  MORE_TIME_GIVEN,
  PAGE_ENDS,
  PAGE_ENDS_KEPT,
  PAGE_ENDS_SOON,
  TIME_LIMIT,
} from './ui.messages.js';

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

/** Until when the page can be used, and before that a way to have more time. */
export function ExpiryNote() {
  const { ctx, locale } = usePage();
  const t = useText();
  const { expiry } = ctx.state;
  if (!expiry) return null;
  const time = clockTime(expiry.at, locale);
  return (
    <aside class="yihao-expiry" aria-label={t(TIME_LIMIT)}>
      <p class="govuk-body-s" data-until>
        {t(expiry.keeps ? PAGE_ENDS_KEPT : PAGE_ENDS, { time })}
      </p>
      <Warning seconds={expiry.secondsLeft - WARN_SECONDS}>
        <p class="govuk-body">{t(PAGE_ENDS_SOON, { time })}</p>
        <button
          type="button"
          class="govuk-button"
          data-more-time={expiry.moreTime}
          data-keeps={expiry.keeps ? 'yes' : 'no'}
          data-failed={t(MORE_TIME_FAILED)}
        >
          {t(MORE_TIME)}
        </button>
      </Warning>
    </aside>
  );
}

/** Tells the page's script until when the page can be used now. */
export function answerMoreTime(ctx: PageContext, { at, secondsLeft, keeps }: Omit<PageExpiry, 'moreTime'>): void {
  const { locale } = ctx.state;
  const time = clockTime(at, locale);
  ctx.set('Cache-Control', 'no-store');
  ctx.body = {
    warnIn: Math.max(0, secondsLeft - WARN_SECONDS),
    given: say(MORE_TIME_GIVEN, locale, { time }),
    until: say(keeps ? PAGE_ENDS_KEPT : PAGE_ENDS, locale, { time }),
    soon: say(PAGE_ENDS_SOON, locale, { time }),
  };
}
