import assert from 'node:assert/strict';
import { Router } from '@koa/router';
import { type Door, FRESH, OWN_DEVICE, SIGNED_IN, TWO_FACTORS } from '../../src/sections/door.js';
import { type Room, sectionsRouter } from '../../src/sections/router.js';
import type { SectionSession } from '../../src/sections/section.js';
import type { PageState } from '../../src/ui/context.js';
import { Form } from '../../src/ui/forms/forms.js';
import { clearAllBut } from '../../src/ui/forms/unsent.js';
import { renderPage } from '../../src/ui/page/page.js';
import { cookiesOf, startWeb, type TestWeb, tokenOf } from '../support/http/web.js';

const NOW = new Date('2026-12-01T08:00:00Z');
const name = { zh: '案件', en: 'Cases' };
const STOPPED = { zh: '已停止', en: 'It is stopped' };
const RIGHT: Door = { right: 'case.decide' };
const DOORS = { open: SIGNED_IN, fresh: FRESH, home: OWN_DEVICE, two: TWO_FACTORS, right: RIGHT };
const GRANTED = 'somebody with the right';

function sessionOf(identityId: string, more: Partial<SectionSession> = {}): SectionSession {
  const life = { expiresAt: new Date(NOW.getTime() + 3_600_000), secondsLeft: 3600, prolongs: true };
  return { identityId, aal: 2, authTime: new Date(NOW.getTime() - 60_000), ...life, ...more };
}

describe('a room of sections', () => {
  let web: TestWeb;
  let session: SectionSession | undefined;
  let room: Room<SectionSession>;

  before(async () => {
    room = {
      root: '/console',
      navigation: name,
      notAtTerminal: name,
      freshSeconds: 300,
      now: () => NOW,
      session: async () => session,
      strongest: async () => 2,
      signIn: (page, more) => `/sign-in?${new URLSearchParams({ to: page, ...more })}`,
      mayEnter: async ({ identityId }, right) => identityId === GRANTED && right === 'case.decide',
      sections: [
        {
          path: '/console',
          name,
          mount({ show, take, page, done }) {
            take('/console/stop', SIGNED_IN, (ctx) => done(ctx, '/console/fresh', STOPPED));
            for (const [path, door] of Object.entries(DOORS)) {
              show(`/console/${path}`, door, async (ctx) => page(ctx, <p>inside {path}</p>, { title: name }));
            }
          },
        },
      ],
    };
    const lost = { ...room, root: '/lost', mayEnter: undefined, sections: [lostSection()] };
    const login = new Router<PageState>();
    login.get('/log-in/:id', async (ctx) => {
      await clearAllBut(ctx.params.id!, ctx.state.visit);
      ctx.body = 'in';
    });
    login.get('/form', async (ctx) => renderPage(ctx, <Form action="/console/stop">{''}</Form>, { title: name }));
    web = await startWeb(() => ({ routers: [sectionsRouter(room), sectionsRouter(lost), login] }));
  });

  after(() => web.close());

  function lostSection(): Room<SectionSession>['sections'][number] {
    const mount: Room<SectionSession>['mount'] = ({ show, page }) =>
      show('/lost', RIGHT, async (ctx) => page(ctx, <p>inside</p>, { title: name }));
    return { path: '/lost', name, mount };
  }

  it('lets nobody in without a login, and leads back to the page', async () => {
    session = undefined;
    for (const path of Object.keys(DOORS)) {
      const { status, headers } = await web.send(`/console/${path}`);
      assert.equal(status, 303);
      assert.equal(headers.location, `/sign-in?to=%2Fconsole%2F${path}`);
    }
  });

  it('A12 opens a door that asks for a right only to someone who was given it', async () => {
    session = sessionOf('somebody without it');
    const refused = await web.send('/console/right');
    assert.equal(refused.status, 403);
    assert.doesNotMatch(refused.text, /inside right/);
    assert.match(refused.text, /right_missing/);
    session = sessionOf(GRANTED);
    assert.match((await web.send('/console/right')).text, /inside right/);
  });

  it('A12 opens no such door in a room that knows no rights', async () => {
    session = sessionOf(GRANTED);
    assert.equal((await web.send('/lost')).status, 403);
  });

  it('asks for a login of minutes ago, as strong as can be, where the door says so', async () => {
    const minutes = (count: number): Date => new Date(NOW.getTime() - count * 60_000);
    const asked = async (path: string, more: Partial<SectionSession>): Promise<string | number> => {
      session = sessionOf('somebody', more);
      const { status, headers } = await web.send(`/console/${path}`);
      return headers.location ?? status;
    };
    assert.equal(await asked('open', { authTime: minutes(50), aal: 1 }), 200);
    assert.equal(await asked('fresh', {}), 200);
    assert.equal(await asked('fresh', { authTime: minutes(6) }), '/sign-in?to=%2Fconsole%2Ffresh&fresh=1');
    assert.equal(await asked('home', { aal: 1 }), '/sign-in?to=%2Fconsole%2Fhome&fresh=1');
    assert.equal(await asked('two', {}), 200);
    assert.equal(await asked('two', { aal: 1 }), '/sign-in?to=%2Fconsole%2Ftwo&fresh=1&level=2');
  });

  for (const [who, hears] of [
    ['somebody', true],
    ['another', false],
  ] as const)
    it(`${hears ? 'says' : 'does not say'} what was done after a login on the way by ${who}`, async () => {
      session = sessionOf('somebody', { authTime: new Date(NOW.getTime() - 3_600_000) });
      const form = await web.send('/form', { headers: { 'accept-language': 'en' } });
      const headers = { cookie: cookiesOf(form), 'accept-language': 'en', origin: web.origin };
      const body = new URLSearchParams({ _csrf: tokenOf(form) }).toString();
      const type = { 'content-type': 'application/x-www-form-urlencoded' };
      const stopped = await web.send('/console/stop', { method: 'POST', headers: { ...headers, ...type }, body });
      assert.equal(stopped.headers.location, '/console/fresh');
      assert.equal((await web.send('/console/fresh', { headers })).status, 303);
      const entered = await web.send(`/log-in/${who}`, { headers });
      session = sessionOf(who);
      const now = { ...headers, cookie: cookiesOf(entered) };
      const page = await web.send('/console/fresh', { headers: now });
      assert.match(page.text, /inside fresh/);
      assert.equal(page.text.includes('It is stopped'), hears);
      assert.doesNotMatch((await web.send('/console/fresh', { headers: now })).text, /It is stopped/, 'once');
    });
});
