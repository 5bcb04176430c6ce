import { createHash } from 'node:crypto';
import request from 'supertest';
import { randomToken } from '../../../src/shared/random.js';
import { codesSent } from '../http/html.js';
import { JourneyBrowser, type Page } from '../http/journey-browser.js';
import { becomes, PORTAL_ORIGIN, type ServiceCitizen } from './service.js';

const atPortal = { until: (url: URL): boolean => url.origin === PORTAL_ORIGIN };

/** An authorization request of the portal. */
export function portalRequest(service: { url: string }, scope = 'openid profile phone') {
  const verifier = randomToken();
  const url = new URL('/authorize', service.url);
  url.search = new URLSearchParams({
    client_id: 'portal',
    redirect_uri: `${PORTAL_ORIGIN}/callback`,
    response_type: 'code',
    scope,
    state: randomToken(),
    nonce: randomToken(),
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  }).toString();
  return { url: url.href, verifier };
}

/** The newest code that the demo's messages show for a phone, once it is there and is not `before`. */
export async function codeFor(service: { url: string }, phone: string, before = ''): Promise<string> {
  let code = '';
  await becomes(
    8_000,
    async () => {
      const { $ } = await new JourneyBrowser().get(`${service.url}/demo/messages`);
      code = codesSent($).find(({ to }) => to === `+86${phone}`)?.code ?? '';
      return code;
    },
    (found) => found !== '' && found !== before,
  );
  return code;
}

/** Where a login stands: the page it came to, or the portal's code. */
export interface Walked {
  readonly browser: JourneyBrowser;
  readonly page: Page;
  readonly verifier: string;
}

export async function openLogin(service: { url: string }, browser = new JourneyBrowser()): Promise<Walked> {
  const { url, verifier } = portalRequest(service);
  return { browser, page: await browser.get(url, atPortal), verifier };
}

export async function sendPassword(at: Walked, who: ServiceCitizen): Promise<Walked> {
  return { ...at, page: await at.browser.submit(at.page, { login: who.number, password: who.password }, atPortal) };
}

/** From the login page to the portal: password, code on a new device, consent where it is due. */
export async function walkLogin(service: { url: string }, who: ServiceCitizen, from?: Walked): Promise<Walked> {
  const at = from ?? (await openLogin(service));
  const { browser } = at;
  let { page } = await sendPassword(at, who);
  if (page.url.pathname.endsWith('/code')) {
    const code = await codeFor(service, who.phone);
    page = await browser.submit(page, { code }, atPortal);
  }
  if (page.url.pathname.endsWith('/consent')) {
    const form = page.forms.find(({ element }) => element.find('#agree').length > 0);
    if (!form) throw new Error(`no consent form:\n${page.html}`);
    const { name, value } = form.element.find('#agree').attr() ?? {};
    page = await browser.post(
      new URL(form.action || page.url.href, page.url).href,
      { ...form.fields, ...(name && { [name]: value ?? '' }) },
      atPortal,
    );
  }
  if (page.url.origin !== PORTAL_ORIGIN || !page.url.searchParams.has('code'))
    throw new Error(`no code at the portal: ${page.url} (${page.status})\n${page.html.slice(0, 3000)}`);
  return { ...at, page };
}

export interface Tokens {
  readonly access_token: string;
  readonly id_token: string;
}

/** What the portal's server does with the code. */
export async function exchange(service: { url: string }, { page, verifier }: Walked): Promise<Tokens> {
  const { ok, body } = await request(service.url)
    .post('/token')
    .type('form')
    .send({
      grant_type: 'authorization_code',
      code: page.url.searchParams.get('code')!,
      redirect_uri: `${PORTAL_ORIGIN}/callback`,
      code_verifier: verifier,
      client_id: 'portal',
    });
  if (!ok) throw new Error(JSON.stringify(body));
  return body;
}
