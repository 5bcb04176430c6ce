import { createHash } from 'node:crypto';
import { decodeJwt } from 'jose';
import request from 'supertest';
import { SyntheticCitizens } from '../../../src/connectors/registry/synthetic-citizens.js';
import { randomToken } from '../../../src/shared/random.js';
import type { JourneyBrowser, Page } from '../http/journey-browser.js';
/** The portals of the tests stand at an address that nobody listens on: browsers stop there. */
import { PORTAL } from '../portal-address.js';
import type { JourneyApp } from './journey-app.js';
export const atPortal = { until: (url: URL): boolean => url.origin === PORTAL };

/** An authorization request of a portal of the tests, and what finishes it. */
export function portalRequest(
  app: { url: string },
  id: 'social' | 'tax' = 'social',
  more: Record<string, string> = {},
) {
  const verifier = randomToken();
  const state = randomToken();
  const url = new URL('/authorize', app.url);
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  url.search = new URLSearchParams({
    client_id: id,
    redirect_uri: `${PORTAL}/${id}/callback`,
    response_type: 'code',
    scope: 'openid',
    state,
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...more,
  }).toString();
  return {
    url: url.href,
    /** The claims of the ID token that the answer's code is worth. */
    async claims(page: Page): Promise<Record<string, unknown>> {
      const { searchParams } = page.url;
      if (searchParams.get('state') !== state) throw new Error(`not an answer to this request: ${page.url}`);
      if (!searchParams.has('code')) throw new Error(`no code: ${page.url}`);
      const { body } = await request(app.url)
        .post('/token')
        .type('form')
        .send({
          grant_type: 'authorization_code',
          code: searchParams.get('code')!,
          redirect_uri: `${PORTAL}/${id}/callback`,
          code_verifier: verifier,
          client_id: id,
        });
      if (!body.id_token) throw new Error(`no ID token: ${JSON.stringify(body)}`);
      return decodeJwt(body.id_token);
    },
  };
}

export interface TestCitizen {
  readonly name: string;
  readonly number: string;
  /** As people write it, without +86. */
  readonly phone: string;
  readonly password: string;
}

const citizens = new SyntheticCitizens('tests');

/** A citizen whom the registry of the tests knows. */
export function citizen(index: number, change: Partial<TestCitizen> = {}): TestCitizen {
  const { name, number, phone } = citizens.citizen(index);
  return { name, number, phone: phone.slice(3), password: `four words for ${index * 7919}`, ...change };
}

/** Walks the registration pages from any page of an interaction to the last one. */
export async function register(app: JourneyApp, browser: JourneyBrowser, page: Page, who: TestCitizen): Promise<Page> {
  const details = await browser.get(`${app.url}${interactionOf(page)}/register`);
  const { name, number, phone, password } = who;
  const code = await browser.submit(details, { name, number, phone });
  const choose = await browser.submit(code, { code: app.code(`+86${phone}`) });
  return browser.submit(choose, { password, password_again: password });
}

/** `/interaction/<uid>` of a page's address. */
export function interactionOf(page: Page): string {
  const found = /^\/interaction\/[^/]+/.exec(page.url.pathname);
  if (!found) throw new Error(`no page of an interaction: ${page.url} (${page.status})`);
  return found[0];
}
