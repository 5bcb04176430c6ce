import assert from 'node:assert/strict';
import { Router } from '@koa/router';
import { AppError, BUSY, STORE_UNAVAILABLE } from '../../src/shared/errors.js';
import { allowFormAction, type PageState } from '../../src/ui/context.js';
import { renderPage } from '../../src/ui/page/page.js';
import { renderExpired } from '../../src/ui/page/trouble.js';
import { TOO_MANY_REQUESTS } from '../../src/web/web.errors.js';
import { readHtml } from '../support/http/html.js';
import { cookiesOf, startWeb, type TestWeb, tokenOf } from '../support/http/web.js';

const CANARY = '11010519491231002X';

function troubledRoutes(): Router<PageState> {
  const router = new Router<PageState>();
  const title = { zh: '页面', en: 'Page' };
  router.get('/plain', async (ctx) => renderPage(ctx, <p>ok</p>, { title }));
  router.get('/portal', async (ctx) => {
    renderPage(ctx, <p>ok</p>, { title });
    allowFormAction(ctx, [
      'https://tax.example/callback?x=1',
      'http://localhost:3001/',
      'javascript:alert(1)',
      'https:',
      'x; script-src *',
    ]);
  });
  router.get('/expired', async (ctx) =>
    renderExpired(ctx, { href: 'https://tax.example/', name: { zh: '税务', en: 'Tax' } }),
  );
  let down = true;
  router.all('/down', (ctx) => {
    if (ctx.query.up !== undefined) down = false;
    if (!down && ctx.method === 'POST') {
      down = true;
      ctx.body = Object.fromEntries(ctx.state.form);
      return;
    }
    throw new AppError(STORE_UNAVAILABLE, { cause: new Error(`SELECT ${CANARY}`) });
  });
  router.get('/broken', () => {
    throw new TypeError(`cannot read ${CANARY}`);
  });
  router.get('/busy', () => {
    throw new AppError(BUSY);
  });
  router.get('/many', () => {
    throw new AppError(TOO_MANY_REQUESTS);
  });
  router.get('/person/:uid', async (ctx) => {
    ctx.body = 'ok';
  });
  return router;
}

describe('the web application', () => {
  let web: TestWeb;

  before(async () => {
    web = await startWeb(() => ({
      routers: [troubledRoutes()],
      provider: async (ctx) => {
        if (ctx.path === '/token') throw new AppError(STORE_UNAVAILABLE);
        ctx.body = 'provider';
      },
      interactionLocales: async () => 'en',
    }));
  });
  after(() => web.close());

  it('sends a strict policy and no other site’s content', async () => {
    const { headers } = await web.send('/plain');
    assert.equal(
      headers['content-security-policy'],
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    );
    assert.equal(headers['x-frame-options'], 'DENY');
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['referrer-policy'], 'same-origin');
    assert.equal(headers['cache-control'], 'no-store');
    assert.equal(headers['strict-transport-security'], undefined);
    assert.equal(headers['x-powered-by'], undefined);
  });

  it('lets a page’s form end at the portals it names, and at nothing that is no origin', async () => {
    const policy = String((await web.send('/portal')).headers['content-security-policy']);
    assert.match(policy, /form-action 'self' https:\/\/tax\.example http:\/\/localhost:3001;/);
    assert.ok(policy.includes("script-src 'self';"));
  });

  it('follows an https issuer behind a proxy that speaks http: Secure cookies, HSTS', async () => {
    const tls = await startWeb(() => ({ issuer: 'https://id.example.gov.cn', routers: [troubledRoutes()] }));
    try {
      const { headers, status } = await tls.send('/plain', { headers: { host: 'id.example.gov.cn' } });
      assert.equal(status, 200);
      assert.match(
        String(headers['set-cookie']),
        /^__Host-yihao_visit=[\w-]{43}; path=\/; samesite=lax; secure; httponly$/i,
      );
      assert.match(String(headers['strict-transport-security']), /max-age=63072000/);
      assert.equal((await tls.send('/plain', { headers: { host: 'id.example.gov.cn:443' } })).status, 200);
      assert.equal((await tls.send('/plain', { headers: { host: 'id.example.gov.cn:80' } })).status, 421);
    } finally {
      await tls.close();
    }
  });

  it('answers trouble with a page in the reader’s language, its code and no stack', async () => {
    for (const [path, status, code, zh, en] of [
      ['/down', 503, 'store_unavailable', '暂时无法使用', 'Not available'],
      ['/busy', 503, 'busy', '暂时无法使用', 'Not available'],
      ['/many', 429, 'too_many_requests', '操作太频繁', 'Too many'],
      ['/broken', 500, 'internal', '服务出了问题', 'Something went wrong'],
      ['/nowhere', 404, 'not_found', '页面不存在', 'Page not found'],
    ] as const) {
      const chinese = await web.send(path);
      assert.equal(chinese.status, status);
      assert.ok(chinese.text.includes(code) && chinese.text.includes(zh), path);
      const english = await web.send(path, { headers: { 'accept-language': 'en-GB,en;q=0.9' } });
      assert.ok(english.text.includes(en) && english.text.includes('<html lang="en"'), path);
      for (const { text } of [chinese, english]) assert.ok(!text.includes(CANARY) && !/at .*\.(ts|js):/.test(text));
      if (status === 503 || status === 429) assert.match(String(chinese.headers['retry-after']), /^\d+$/);
    }
  });

  it('answers machines in JSON', async () => {
    const answer = await web.send('/token', { method: 'POST' });
    assert.equal(answer.status, 503);
    assert.equal(JSON.parse(answer.text).error, 'temporarily_unavailable');
    assert.equal(answer.headers['retry-after'], '5');
  });

  it('offers to send a form again when a store was down, with what was typed but no secret', async () => {
    const page = await web.send('/plain');
    const send = (fields: Record<string, string>) =>
      web.send('/down', {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', cookie: cookiesOf(page) },
        body: new URLSearchParams(fields).toString(),
      });
    const answer = await send({ _csrf: tokenOf(page), name: '张三', password: 'hunter2!', code: '123456' });
    assert.equal(answer.status, 503);
    assert.match(answer.text, /<form method="post" action="\/down"/);
    // Sealed, so that even the sender's own words stand on no page about a fault.
    assert.ok(!['张三', 'hunter2!', '123456'].some((typed) => answer.text.includes(typed)));
    await web.send('/down?up');
    const again = await send({
      _csrf: tokenOf(answer),
      _again: readHtml(answer.text)('[name=_again]').attr('value')!,
    });
    assert.deepEqual(JSON.parse(again.text), { _csrf: tokenOf(answer), name: '张三' });
  });

  it('leads back to the portal when an interaction has expired', async () => {
    const answer = await web.send('/expired');
    assert.equal(answer.status, 410);
    assert.match(answer.text, /<a href="https:\/\/tax\.example\/"[^>]*>返回税务<\/a>/);
  });

  it('speaks the language that was chosen, else the portal’s wish, else the browser’s, else Chinese', async () => {
    const langOf = async (path: string, headers: Record<string, string> = {}): Promise<string | undefined> =>
      readHtml((await web.send(path, { headers })).text)('html').attr('lang');
    assert.equal(await langOf('/plain'), 'zh-CN');
    assert.equal(await langOf('/plain', { 'accept-language': 'fr' }), 'zh-CN');
    assert.equal(await langOf('/plain', { 'accept-language': 'en' }), 'en');
    assert.equal(await langOf('/interaction/x', { 'accept-language': 'zh' }), 'en');
    assert.equal(await langOf('/interaction/x', { cookie: 'yihao_prefs=zh-CN' }), 'zh-CN');
    assert.match(
      (await web.send('/plain', { headers: { cookie: 'yihao_prefs=en.elder' } })).text,
      /class="govuk-template yihao-elder"/,
    );
  });

  it('A15 logs the route, the status and the time, and nothing of the request', async () => {
    web.log.length = 0;
    await web.send(`/person/${CANARY}?number=${CANARY}`, { headers: { cookie: `a=${CANARY}`, 'user-agent': CANARY } });
    await web.send(`/${CANARY}`);
    await web.send('/broken');
    await web.send('/down');
    await new Promise((resolve) => setTimeout(resolve, 20));
    const written = JSON.stringify(web.log);
    assert.ok(!written.includes(CANARY), written);
    const requests = web.log.filter(({ event }) => event === 'request');
    assert.deepEqual(
      requests.map(({ route, status }) => [route, status]),
      [
        ['/person/:uid', 200],
        ['none', 404],
        ['/broken', 500],
        ['/down', 503],
      ],
    );
    assert.deepEqual(
      web.log.filter(({ event }) => event === 'error').map(({ code, fault }) => [code, fault]),
      [
        ['internal', 'TypeError'],
        ['store_unavailable', 'AppError'],
      ],
    );
  });

  it('serves its own files under names with a digest, for good, and nothing beside them', async () => {
    const address = readHtml((await web.send('/plain')).text)('script[src]').attr('src')!;
    assert.match(address, /^\/assets\/yihao\.[0-9a-f]{12}\.js$/);
    const file = await web.send(address);
    assert.equal(file.status, 200);
    assert.equal(file.headers['cache-control'], 'public, max-age=31536000, immutable');
    assert.match(String(file.headers['content-type']), /^text\/javascript/);
    assert.equal(file.headers['set-cookie'], undefined);
    assert.equal((await web.send(address, { method: 'HEAD' })).status, 200);
    const packed = await web.send(address, { headers: { 'accept-encoding': 'br, gzip' } });
    assert.equal(packed.headers['content-encoding'], 'gzip');
    assert.ok(Number(packed.headers['content-length']) < Number(file.headers['content-length']));
    assert.equal(packed.headers.vary, 'Accept-Encoding');
    for (const path of [
      '/assets/',
      '/assets/../package.json',
      '/assets/%2e%2e/package.json',
      '/assets/..%2fpackage.json',
      '/assets/..%5cpackage.json',
      '/assets/yihao.js',
    ])
      assert.equal((await web.send(path)).status, 404, path);
  });
});
