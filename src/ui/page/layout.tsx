import type { ComponentChildren } from 'preact';
import { BackLink } from '../components/actions.js';
import { ErrorSummary } from '../components/content.js';
import type { Words } from '../context.js';
import {
  BACK,
  BRAND,
  BRAND_LINE,
  CALL,
  DISPLAY,
  ELDER_OFF,
  ELDER_ON,
  FOOTER_HELP,
  FOOTER_HOME,
  FOOTER_LINE,
  FOOTER_LINKS,
  FOOTER_PRIVACY,
  LANGUAGE,
  MY_ACCOUNT,
  NOTICE,
  SKIP,
} from '../ui.messages.js';
import { usePage, useText } from './environment.js';
import { ExpiryNote } from './expiry.js';
import { TerminalBar, TerminalEnd } from './terminal.js';

export interface LayoutProps {
  title: string;
  width: 'narrow' | 'wide';
  notice?: Words;
  back?: { href: string; text?: Words };
  children: ComponentChildren;
}

/** The document around every page. */
export function Layout({ title, width, notice, back, children }: LayoutProps) {
  const { ctx, locale } = usePage();
  const t = useText();
  const { asset, elder } = ctx.state;
  return (
    <html lang={locale} class={`govuk-template${elder ? ' yihao-elder' : ''}`}>
      <head>
        <meta charset="utf-8" />
        <title>{title}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="color-scheme" content="light dark" />
        <meta name="theme-color" content="#ffffff" media="(prefers-color-scheme: light)" />
        <meta name="theme-color" content="#18212b" media="(prefers-color-scheme: dark)" />
        <meta name="format-detection" content="telephone=no" />
        <link rel="icon" href={asset('mark.svg')} type="image/svg+xml" />
        <link rel="stylesheet" href={asset('yihao.css')} />
        <script src={asset('yihao.js')} defer />
        <TerminalEnd />
      </head>
      <body class="govuk-template__body">
        <a href="#main" class="govuk-skip-link">
          {t(SKIP)}
        </a>
        <TerminalBar />
        <Header />
        <div class={`yihao-body yihao-body--${width}`}>
          {notice && (
            <aside class="yihao-notice" aria-label={t(NOTICE)}>
              {t(notice)}
            </aside>
          )}
          {back && (
            <nav aria-label={t(BACK)}>
              <BackLink {...back} />
            </nav>
          )}
          <main class="govuk-main-wrapper" id="main" tabIndex={-1}>
            <ErrorSummary />
            {children}
          </main>
          <ExpiryNote />
        </div>
        {elder && <Call />}
        <Footer />
      </body>
    </html>
  );
}

/** Our mark: one stroke, 一, cut into a seal. */
function Mark() {
  return (
    <svg class="yihao-header__mark" viewBox="0 0 40 40" width="40" height="40" aria-hidden="true" focusable="false">
      <path fill="currentColor" d="M7 1h26a6 6 0 0 1 6 6v26a6 6 0 0 1-6 6H7a6 6 0 0 1-6-6V7a6 6 0 0 1 6-6z" />
      <path
        class="yihao-header__stroke"
        d="M7 19.2c4.6-.9 9.500-1.300 15-1.500 2.400-.1 4.300-.700 5.800-2.200l5.700 4.200c.500.400.300 1.200-.300 1.400-3.300 1-7 1.200-11 1.300-5.300.1-9.800.7-13.600 1.800z"
      />
    </svg>
  );
}

function Header() {
  const t = useText();
  return (
    <header class="yihao-header">
      <div class="govuk-width-container yihao-header__row">
        <a href="/" class="yihao-header__brand">
          <Mark />
          <span class="yihao-header__name">{t(BRAND)}</span>
          <span class="yihao-header__line">{t(BRAND_LINE)}</span>
        </a>
        <div class="yihao-header__side">
          <AccountLink />
          <Preferences />
        </div>
      </div>
    </header>
  );
}

/** On pages that know who is logged in. The others do not ask for it: that would cost each of them a look at the session. */
function AccountLink() {
  const t = useText();
  if (usePage().ctx.state.expiry?.ends !== 'session') return null;
  return (
    <a href="/account" class="yihao-header__account">
      {t(MY_ACCOUNT)}
    </a>
  );
}

/** Language and size, on every page. A form, because a link that changes something could be followed by a prefetcher. */
function Preferences() {
  const { ctx, locale } = usePage();
  const t = useText();
  // Before the visit is known (a refused host, an oversize request) there is no token to put in.
  if (!ctx.state.visit) return null;
  const { elder } = ctx.state;
  const other = locale === 'en' ? { value: 'zh-CN', name: '中文' } : { value: 'en', name: 'English' };
  return (
    <form method="post" action="/preferences" class="yihao-preferences">
      <input type="hidden" name="_csrf" value={ctx.state.csrf} />
      <input type="hidden" name="return_to" value={ctx.method === 'GET' ? ctx.url : ctx.path} />
      <button type="submit" name="elder" value={elder ? 'off' : 'on'} class="yihao-preferences__button">
        <span class="govuk-visually-hidden">{t(DISPLAY)} </span>
        {t(elder ? ELDER_OFF : ELDER_ON)}
      </button>
      <button type="submit" name="locale" value={other.value} lang={other.value} class="yihao-preferences__button">
        <span class="govuk-visually-hidden" lang={locale}>
          {t(LANGUAGE)}{' '}
        </span>
        {other.name}
      </button>
    </form>
  );
}

const HOTLINE = '12345';

/** Someone to ask, for readers who would rather talk. */
function Call() {
  const t = useText();
  const [before, after] = t(CALL, { phone: HOTLINE }).split(HOTLINE);
  return (
    <aside class="yihao-call" aria-label={t(FOOTER_HELP)}>
      <p class="govuk-width-container">
        {before}
        <a class="govuk-link" href={`tel:${HOTLINE}`}>
          {HOTLINE}
        </a>
        {after}
      </p>
    </aside>
  );
}

function Footer() {
  const t = useText();
  return (
    <footer class="yihao-footer">
      <div class="govuk-width-container yihao-footer__row">
        <p class="yihao-footer__line">{t(FOOTER_LINE)}</p>
        <nav aria-label={t(FOOTER_LINKS)}>
          <ul class="yihao-footer__links">
            <li>
              <a href="/">{t(FOOTER_HOME)}</a>
            </li>
            <li>
              <a href="/help">{t(FOOTER_HELP)}</a>
            </li>
            <li>
              <a href="/privacy">{t(FOOTER_PRIVACY)}</a>
            </li>
          </ul>
        </nav>
      </div>
    </footer>
  );
}
