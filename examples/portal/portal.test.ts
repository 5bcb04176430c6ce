import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTPayload } from 'jose';
import request from 'supertest';
import { JourneyBrowser, type Page } from '../../test/support/http/journey-browser.js';
import { type StubIssuer, startStubIssuer } from '../../test/support/outside/stub-issuer.js';
import { socialInsurance } from '../social-insurance/definition.js';
import { tax } from '../tax/definition.js';
import type { PortalDefinition } from './definition.js';
import { createPortal } from './portal.js';
import { type PortalSettings, readSettings } from './settings.js';

async function startPortal(
  definition: PortalDefinition,
  issuer: StubIssuer,
  credential: PortalSettings['credential'],
): Promise<{ url: string; server: Server }> {
  // The portal must know its own address before it answers, and the system chooses the port.
  let answer: ReturnType<ReturnType<typeof createPortal>['callback']> | undefined;
  const server = createServer((request, response) => answer?.(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const baseUrl = `http://127.0.0.1:${port}`;
  const settings = { issuer: new URL(issuer.url), clientId: definition.clientId, credential, port, baseUrl };
  answer = createPortal(definition, settings, () => {}).callback();
  return { url: baseUrl, server };
}

const EVENTS = { 'http://schemas.openid.net/event/backchannel-logout': {} };

for (const definition of [socialInsurance, tax]) {
  describe(`the ${definition.key} portal`, () => {
    let issuer: StubIssuer;
    let portal: { url: string; server: Server };
    let browser: JourneyBrowser;

    before(async () => {
      issuer = await startStubIssuer(definition.idTokenAlg);
      const { privateKey } = await generateKeyPair('ES256', { extractable: true });
      const credential =
        definition === tax
          ? { privateJwk: { ...(await exportJWK(privateKey)), kid: 'tax-1' } }
          : { secret: 'a secret' };
      portal = await startPortal(definition, issuer, credential);
    });
    after(async () => {
      portal.server.closeAllConnections();
      portal.server.close();
      await issuer.close();
    });
    beforeEach(() => {
      browser = new JourneyBrowser();
      issuer.idToken = {};
      issuer.authorizationError = undefined;
      issuer.tokenError = undefined;
      issuer.userinfo = { sub: 'subject-1', name: '张三丰', age_over_18: true };
    });

    const login = (): Promise<Page> => browser.get(`${portal.url}/login`);
    const home = async () => (await browser.get(portal.url)).html;

    it('greets strangers in both languages and leads to Yihao', async () => {
      assert.match(await home(), new RegExp(definition.title.zh));
      const english = await browser.get(`${portal.url}/?lang=en`);
      assert.match(english.html, /Sign in with Yihao/);
      assert.match(await home(), /Sign in with Yihao/, 'the choice is kept');
    });

    it('shows itself in larger type to someone who asks for it, keeps the wish, and has colours for the dark', async () => {
      assert.doesNotMatch(await home(), /class="larger"/);
      assert.match((await browser.get(`${portal.url}/?size=larger`)).html, /<html[^>]* class="larger"/);
      assert.match(await home(), /<html[^>]* class="larger"/);
      assert.doesNotMatch((await browser.get(`${portal.url}/?size=standard`)).html, /class="larger"/);
      const { text: colours } = await request(portal.url).get('/colours.css');
      for (const { accent } of Object.values(definition.colours)) assert.ok(colours.includes(`--accent: ${accent};`));
      assert.match(colours, /prefers-color-scheme: dark/);
    });

    it('logs in from one address alone, and shows what it learned and its own sub', async () => {
      const page = await login();
      assert.equal(page.url.href, `${portal.url}/`);
      assert.match(page.html, /您好，张三丰/);
      for (const shown of ['subject-1', 'urn:yihao:aal:2', 'pwd, otp, mfa', '年满 18 周岁']) {
        assert.ok(page.html.includes(shown), shown);
      }
    });

    it('says for whom somebody acts, and who it is', async () => {
      const act = { sub: 'helper-1' };
      issuer.idToken = { act };
      issuer.userinfo = { sub: 'subject-1', name: '张三丰', act };
      const page = await login();
      assert.match(page.html, /您正在代张三丰办理/);
      assert.doesNotMatch(page.html, /您好/);
      assert.match(page.html, /data-claim="act".*helper-1/);
      assert.match((await browser.get(`${portal.url}/?lang=en`)).html, /You are acting for 张三丰/);
    });

    it('asks with PKCE, state, nonce, its claims and its level, and proves itself as registered', async () => {
      await login();
      const asked = Object.fromEntries(issuer.seen.authorize!);
      assert.equal(asked.code_challenge_method, 'S256');
      assert.equal(asked.scope, definition.scope);
      assert.deepEqual(JSON.parse(asked.claims!), definition.claims);
      assert.equal(asked.acr_values, `urn:yihao:aal:${definition.minimumAal}`);
      assert.equal(asked.ui_locales, 'zh-CN');
      assert.ok(asked.state && asked.nonce && issuer.seen.token!.get('code_verifier'));
      if (definition === tax) assert.match(issuer.seen.token!.get('client_assertion')!, /^eyJ/);
      else assert.match(issuer.seen.tokenHeaders!.authorization!, /^Basic /);
    });

    it('keeps its cookie apart from other portals on localhost, and changes it at login', async () => {
      await browser.get(`${portal.url}/login`, { follow: false });
      const before = browser.cookie(`${definition.key}.session`);
      assert.ok(before);
      await login();
      assert.notEqual(browser.cookie(`${definition.key}.session`), before);
    });

    for (const [error, id] of [
      ['access_denied', 'refused'],
      ['server_error', 'failed'],
    ] as const) {
      it(`answers ${error} with a page that offers to try again`, async () => {
        issuer.authorizationError = error;
        const page = await login();
        assert.match(page.html, new RegExp(`trouble-${id}`));
        assert.match(page.html, /href="\/login"/);
      });
    }

    it('A6 refuses a return it did not begin, another browser’s state, and a state used twice', async () => {
      const stray = await browser.get(`${portal.url}/callback?code=x&state=y`);
      assert.match(stray.html, /trouble-expired/);
      const away = await browser.get(`${portal.url}/login`, { until: (url) => url.pathname === '/callback' });
      const other = await new JourneyBrowser().get(away.url.href);
      assert.match(other.html, /trouble-expired/);
      assert.match((await browser.get(away.url.href)).html, /您好/);
      assert.match((await browser.get(away.url.href)).html, /trouble-expired/);
    });

    it('A7 refuses an answer that names another issuer', async () => {
      const away = await browser.get(`${portal.url}/login`, { until: (url) => url.pathname === '/callback' });
      away.url.searchParams.set('iss', 'https://evil.example');
      assert.match((await browser.get(away.url.href)).html, /trouble-failed/);
      assert.doesNotMatch(await home(), /您好/);
    });

    for (const [what, claims] of [
      ['another nonce', { nonce: 'other' }],
      ['another audience', { aud: 'somebody-else' }],
      ['another issuer', { iss: 'https://evil.example' }],
      ['an expired token', { exp: 1_000 }],
    ] as const) {
      it(`refuses an ID token with ${what}`, async () => {
        issuer.idToken = claims;
        assert.match((await login()).html, /trouble-failed/);
        assert.doesNotMatch(await home(), /您好/);
      });
    }

    it('refuses userinfo about someone else', async () => {
      issuer.userinfo = { sub: 'subject-2', name: '李四' };
      assert.match((await login()).html, /trouble-failed/);
    });

    it('signs out of this site only', async () => {
      const page = await login();
      const out = await browser.submit(page, {}, { action: '/sign-out' });
      assert.match(out.html, /id="signed-out"/);
      assert.doesNotMatch(await home(), /您好/);
    });

    it('signs out through Yihao with a hint and a state', async () => {
      await login();
      const to = await browser.post(`${portal.url}/sign-out/yihao`, {}, { until: (url) => url.pathname === '/logout' });
      const { id_token_hint, post_logout_redirect_uri, state } = Object.fromEntries(to.url.searchParams);
      assert.match(id_token_hint!, /^eyJ/);
      assert.equal(post_logout_redirect_uri, `${portal.url}/signed-out`);
      const back = await browser.get(`${post_logout_redirect_uri}?state=${state}`);
      assert.match(back.html, /id="signed-out"/);
      assert.doesNotMatch(await home(), /您好/);
    });

    it('A10 refuses a sign-out posted from another site', async () => {
      await login();
      const headers = { origin: 'https://evil.example' };
      assert.equal((await browser.post(`${portal.url}/sign-out`, {}, { headers })).status, 403);
      assert.match(await home(), /您好/);
    });

    describe('told by Yihao that a session ended', () => {
      const now = () => Math.floor(Date.now() / 1000);
      const token = (change: JWTPayload = {}, header = {}) => {
        const payload = {
          iss: issuer.url,
          aud: definition.clientId,
          iat: now(),
          exp: now() + 120,
          jti: randomUUID(),
          sid: 'sid-1',
          sub: 'subject-1',
          events: EVENTS,
          ...change,
        };
        const kept = Object.fromEntries(Object.entries(payload).filter(([, value]) => value !== undefined));
        return issuer.sign(kept, { typ: 'logout+jwt', ...header });
      };
      const send = async (logoutToken: string) => {
        const sent = request(portal.url).post('/backchannel-logout').type('form');
        return (await sent.send({ logout_token: logoutToken })).status;
      };

      it('ends that session, and another not', async () => {
        await login();
        assert.equal(await send(await token({ sid: 'sid-2' })), 200);
        assert.match(await home(), /您好/);
        assert.equal(await send(await token()), 200);
        assert.doesNotMatch(await home(), /您好/);
      });

      it('ends every session of a subject where no session is named', async () => {
        await login();
        assert.equal(await send(await token({ sid: undefined })), 200);
        assert.doesNotMatch(await home(), /您好/);
      });

      it('takes a token once', async () => {
        const once = await token();
        assert.equal(await send(once), 200);
        assert.equal(await send(once), 400);
      });

      for (const [what, change, header] of [
        ['of another issuer', { iss: 'https://evil.example' }, {}],
        ['for another application', { aud: 'somebody-else' }, {}],
        ['with a nonce', { nonce: 'n' }, {}],
        ['without events', { events: undefined }, {}],
        ['about another event', { events: { other: {} } }, {}],
        ['without sid and sub', { sid: undefined, sub: undefined }, {}],
        ['that is an ID token', {}, { typ: 'JWT' }],
        ['without jti', { jti: undefined }, {}],
        ['that is old', { iat: 1_000, exp: 2_000 }, {}],
      ] as const) {
        it(`refuses a token ${what}`, async () => {
          await login();
          assert.equal(await send(await token(change as JWTPayload, header)), 400);
          assert.match(await home(), /您好/);
        });
      }

      it('refuses a token signed by someone else, and no token', async () => {
        await login();
        const impostor = await startStubIssuer(definition.idTokenAlg);
        const forged = await impostor.sign(
          {
            iss: issuer.url,
            aud: definition.clientId,
            iat: now(),
            exp: now() + 60,
            jti: 'j',
            sid: 'sid-1',
            events: EVENTS,
          },
          { typ: 'logout+jwt' },
        );
        await impostor.close();
        assert.equal(await send(forged), 400);
        assert.equal(await send(''), 400);
        assert.match(await home(), /您好/);
      });
    });
  });
}

describe('a portal in trouble', () => {
  const closing: (() => unknown)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });

  async function portalOf(definition: PortalDefinition) {
    const issuer = await startStubIssuer(definition.idTokenAlg);
    const portal = await startPortal(definition, issuer, { secret: 'a secret' });
    closing.push(issuer.close, () => {
      portal.server.closeAllConnections();
      portal.server.close();
    });
    return { issuer, portal };
  }

  it('does not take a login weaker than it asked for', async () => {
    const { issuer, portal } = await portalOf(tax);
    issuer.idToken = { acr: 'urn:yihao:aal:1' };
    const page = await new JourneyBrowser().get(`${portal.url}/login`);
    assert.match(page.html, /trouble-weak/);
  });

  it('says that Yihao does not answer, and offers to try again', async () => {
    const { issuer, portal } = await portalOf(socialInsurance);
    await issuer.close();
    const page = await new JourneyBrowser().get(`${portal.url}/login`);
    assert.equal(page.status, 502);
    assert.match(page.html, /trouble-unreachable/);
  });
});

describe('a portal’s settings', () => {
  it('need a credential', () => {
    assert.throws(() => readSettings({}, tax), /CLIENT_SECRET/);
    assert.deepEqual(readSettings({ CLIENT_SECRET: 's', PORT: '4000' }, tax), {
      issuer: new URL('http://localhost:3000'),
      clientId: 'tax-portal',
      credential: { secret: 's' },
      port: 4000,
      baseUrl: 'http://localhost:4000',
    });
  });
});
