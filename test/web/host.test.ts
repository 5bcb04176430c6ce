import assert from 'node:assert/strict';
import { homeRouter } from '../../src/journeys/home/home.routes.js';
import { startWeb, type TestWeb } from '../support/http/web.js';
import { guardedForm } from '../support/journeys/guarded-form.js';

const EVIL = 'evil.example';

describe('A9 the Host header', () => {
  let web: TestWeb;
  const form = guardedForm();

  before(async () => {
    web = await startWeb((issuer) => ({
      routers: [
        homeRouter({
          issuer,
          clientId: 'yihao-home',
          applications: { listForHome: async () => [] },
          visitor: async () => undefined,
          simulated: true,
          strongest: async () => undefined,
        }),
        form.router,
      ],
      provider: async (ctx) => {
        ctx.body = { issuer: new URL(ctx.href).origin };
      },
    }));
  });
  after(() => web.close());

  const ROUTES = [
    ['GET', '/'],
    ['GET', '/sign-in'],
    ['GET', '/register'],
    ['GET', '/help'],
    ['GET', '/privacy'],
    ['GET', '/guarded'],
    ['POST', '/guarded'],
    ['POST', '/preferences'],
    ['GET', '/assets/mark.svg'],
    ['GET', '/.well-known/openid-configuration'],
    ['GET', '/jwks'],
    ['GET', '/authorize?client_id=a'],
    ['POST', '/token'],
    ['GET', '/logout'],
    ['GET', '/nowhere'],
    ['PUT', '/'],
    ['GET', '/%zz'],
  ] as const;

  for (const [method, path] of ROUTES)
    it(`A9 a foreign Host gets 421 and nothing echoed: ${method} ${path}`, async () => {
      for (const host of [
        EVIL,
        `${EVIL}:${web.port}`,
        `localhost:${web.port}.${EVIL}`,
        `localhost:${web.port}@${EVIL}`,
        'localhost',
        '',
      ]) {
        const answer = await web.send(path, { method, headers: { host } });
        assert.equal(answer.status, 421, host);
        assert.ok(!JSON.stringify([answer.headers, answer.text]).includes(EVIL), host);
        assert.equal(answer.headers['set-cookie'], undefined);
        assert.ok(answer.text.length < 100);
      }
    });

  it('A9 an absolute-form target decides over the Host header, and a foreign one gets 421', async () => {
    const answer = await web.raw(`GET http://${EVIL}/ HTTP/1.1\r\nHost: localhost:${web.port}\r\n\r\n`);
    assert.match(answer, /^HTTP\/1\.1 421 /);
    assert.ok(!answer.includes(EVIL));
    const both = await web.raw(`GET http://${EVIL}/ HTTP/1.1\r\nHost: ${EVIL}\r\n\r\n`);
    assert.match(both, /^HTTP\/1\.1 421 /);
    const own = await web.raw(`GET ${web.origin}/help HTTP/1.1\r\nHost: localhost:${web.port}\r\n\r\n`);
    assert.match(own, /^HTTP\/1\.1 200 /);
  });

  it('A9 two Host headers, or none, get 4xx', async () => {
    const two = await web.raw(`GET / HTTP/1.1\r\nHost: localhost:${web.port}\r\nHost: ${EVIL}\r\n\r\n`);
    assert.match(two, /^HTTP\/1\.1 4\d\d /);
    assert.ok(!two.includes(EVIL));
    assert.match(await web.raw('GET / HTTP/1.1\r\n\r\n'), /^HTTP\/1\.1 421 /);
    assert.match(await web.raw('GET / HTTP/1.0\r\n\r\n'), /^HTTP\/1\.\d 421 /);
  });

  it('A9 X-Forwarded-Host and its kin decide nothing and are repeated nowhere', async () => {
    const forwarded = {
      'x-forwarded-host': EVIL,
      'x-forwarded-proto': 'gopher',
      'x-forwarded-server': EVIL,
      'x-original-url': `http://${EVIL}/`,
      'x-rewrite-url': `http://${EVIL}/`,
      forwarded: `host=${EVIL}`,
    };
    for (const [method, path] of ROUTES) {
      const answer = await web.send(path, { method, headers: forwarded });
      assert.ok(!JSON.stringify([answer.headers, answer.text]).includes(EVIL), path);
      assert.ok(!JSON.stringify([answer.headers, answer.text]).includes('gopher'), path);
    }
    // A foreign Host stays foreign, whatever is said beside it.
    const own = { host: EVIL, 'x-forwarded-host': `localhost:${web.port}` };
    assert.equal((await web.send('/', { headers: own })).status, 421);
  });

  it('A9 what is made of the origin is the issuer’s', async () => {
    const discovery = await web.send('/.well-known/openid-configuration');
    assert.deepEqual(JSON.parse(discovery.text), { issuer: web.origin });
    const signIn = await web.send('/sign-in');
    assert.ok(signIn.headers.location?.startsWith(`${web.origin}/authorize?`));
  });
});
