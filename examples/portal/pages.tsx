import type { ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { type Locale, type PortalDefinition, say, type Words } from './definition.js';
import { CLAIM_WORDS, PORTAL, PORTAL_TROUBLES, type PortalTrouble } from './portal.messages.js';
import type { Login } from './sessions.js';

export interface PageProps {
  readonly portal: PortalDefinition;
  readonly locale: Locale;
  /** Whether the reader chose larger type. */
  readonly larger: boolean;
  /** The page's path, for the links that change language and size. */
  readonly path: string;
}

/** The whole document. */
export function page(props: PageProps, title: Words, body: ComponentChildren): string {
  const { portal, locale, larger, path } = props;
  const t = (words: Words) => say(words, locale);
  const other = locale === 'en' ? 'zh-CN' : 'en';
  return `<!DOCTYPE html>${renderToString(
    <html lang={locale} class={larger ? 'larger' : undefined}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${t(title)} - ${t(portal.department)}`}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/portal.css" />
        <link rel="stylesheet" href="/colours.css" />
        <link rel="stylesheet" href="/yihao-button.css" />
      </head>
      <body>
        <aside class="demo">{t(PORTAL.demo)}</aside>
        <header>
          <a class="brand" href="/">
            <span class="mark" aria-hidden="true">
              {portal.mark}
            </span>
            {t(portal.department)}
          </a>
          <nav class="settings" aria-label={t(PORTAL.settings)}>
            <a href={`${path}?size=${larger ? 'standard' : 'larger'}`}>{t(larger ? PORTAL.standard : PORTAL.larger)}</a>
            <a href={`${path}?lang=${other}`} lang={other}>
              {t(PORTAL.language)}
            </a>
          </nav>
        </header>
        <main>{body}</main>
        <footer>{t(portal.department)}</footer>
      </body>
    </html>,
  )}`;
}

/** For someone not logged in. */
export function FrontPage({ portal, locale }: PageProps) {
  const t = (words: Words) => say(words, locale);
  return (
    <>
      <section class="hero">
        <h1>{t(portal.title)}</h1>
        <p class="lead">{t(portal.lead)}</p>
        <a class="yihao-button" href="/login" id="sign-in">
          {t(PORTAL.signIn)}
        </a>
        <p class="hint">{t(PORTAL.signInHint)}</p>
      </section>
      <h2>{t(PORTAL.services)}</h2>
      <ul class="cards">
        {portal.services.map(({ name, text }) => (
          <li key={name.en}>
            <h3>{t(name)}</h3>
            <p>{t(text)}</p>
          </li>
        ))}
      </ul>
    </>
  );
}

const TECHNICAL = ['sub', 'act', 'acr', 'amr', 'auth_time', 'sid'];
const LEARNED = Object.keys(CLAIM_WORDS).filter((claim) => !TECHNICAL.includes(claim));

/** For someone logged in: who they are here, and everything the portal learned. */
export function AccountPage({ locale, login }: PageProps & { login: Login }) {
  const t = (words: Words) => say(words, locale);
  const { name, act } = login.claims;
  // RFC 8693 §4.1: somebody else is at the screen, and everything here is about the one they act for.
  const hello = act ? PORTAL.acting : PORTAL.hello;
  const nameless = act ? PORTAL.actingNameless : PORTAL.helloNameless;
  return (
    <>
      <section class="hero">
        <h1 id="hello">{typeof name === 'string' ? t(hello).replace('{name}', () => name) : t(nameless)}</h1>
        <p class="lead">{t(act ? PORTAL.actingLead : PORTAL.signedInAs)}</p>
        <div class="actions">
          <form method="post" action="/sign-out">
            <button type="submit" id="sign-out-yihao" formAction="/sign-out/yihao" class="button">
              {t(PORTAL.signOutYihao)}
            </button>
            <button type="submit" id="sign-out-here" class="button quiet">
              {t(PORTAL.signOutHere)}
            </button>
          </form>
        </div>
        <p class="hint">{t(PORTAL.signOutHint)}</p>
      </section>
      <h2>{t(PORTAL.learned)}</h2>
      <p class="hint">{t(PORTAL.learnedHint)}</p>
      <Claims claims={login.claims} names={LEARNED} locale={locale} />
      <h2>{t(PORTAL.technical)}</h2>
      <Claims claims={login.claims} names={TECHNICAL} locale={locale} />
    </>
  );
}

function Claims({ claims, names, locale }: { claims: Login['claims']; names: readonly string[]; locale: Locale }) {
  const t = (words: Words) => say(words, locale);
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{t(PORTAL.item)}</th>
          <th scope="col">{t(PORTAL.value)}</th>
        </tr>
      </thead>
      <tbody>
        {names
          .filter((name) => claims[name] !== undefined)
          .map((name) => (
            <tr key={name} data-claim={name}>
              <th scope="row">{t(CLAIM_WORDS[name]!)}</th>
              <td>{shown(name, claims[name], locale)}</td>
            </tr>
          ))}
      </tbody>
    </table>
  );
}

function shown(name: string, value: unknown, locale: Locale): ComponentChildren {
  if (typeof value === 'boolean') return say(value ? PORTAL.yes : PORTAL.no, locale);
  if (name === 'auth_time') {
    const look = { timeZone: 'Asia/Shanghai', dateStyle: 'long', timeStyle: 'short' } as const;
    return new Date(Number(value) * 1000).toLocaleString(locale === 'en' ? 'en-GB' : locale, look);
  }
  if (Array.isArray(value)) return value.join(', ');
  if (name === 'verified_claims') return <Verified value={value} locale={locale} />;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** What was verified and how well, in words; and as it came (OpenID Connect for Identity Assurance 1.0). */
function Verified({ value, locale }: { value: unknown; locale: Locale }) {
  const { verification } = value as { verification?: { assurance_level?: string } };
  const level = /\d+$/.exec(verification?.assurance_level ?? '')?.[0];
  return (
    <>
      {level && <p>{say(PORTAL.verified, locale).replace('{level}', level)}</p>}
      <details>
        <summary>{say(PORTAL.asReceived, locale)}</summary>
        <pre>{JSON.stringify(value, null, 2)}</pre>
      </details>
    </>
  );
}

export function SignedOutPage({ locale }: PageProps) {
  return (
    <section class="hero">
      <h1 id="signed-out">{say(PORTAL.signedOut, locale)}</h1>
      <p class="lead">{say(PORTAL.signedOutLead, locale)}</p>
      <a class="button" href="/">
        {say(PORTAL.home, locale)}
      </a>
    </section>
  );
}

/** Something ended the login; there is always a way on. */
export function TroublePage({ locale, trouble }: PageProps & { trouble: PortalTrouble }) {
  const { title, lead } = PORTAL_TROUBLES[trouble];
  const missing = trouble === 'missing';
  return (
    <section class="hero" id={`trouble-${trouble}`}>
      <h1>{say(title, locale)}</h1>
      <p class="lead">{say(lead, locale)}</p>
      <div class="actions">
        {!missing && (
          <a class="button" href="/login">
            {say(PORTAL.again, locale)}
          </a>
        )}
        <a class={missing ? 'button' : 'button quiet'} href="/">
          {say(PORTAL.home, locale)}
        </a>
      </div>
    </section>
  );
}
