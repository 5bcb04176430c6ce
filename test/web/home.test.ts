import assert from 'node:assert/strict';
import { homeRouter } from '../../src/journeys/home/home.routes.js';
import { homeServices } from '../support/http/home-services.js';
import { startWeb, type TestWeb } from '../support/http/web.js';

const SERVICES = homeServices();

describe('the home page', () => {
  let web: TestWeb;
  let name: string | undefined;
  const session = { expiresAt: new Date('2026-03-02T09:40:00Z'), secondsLeft: 1800, prolongs: true };

  before(async () => {
    web = await startWeb((issuer) => ({
      routers: [
        homeRouter({
          issuer,
          clientId: 'yihao-home',
          applications: { listForHome: async () => SERVICES },
          visitor: async () => (name === undefined ? undefined : { maskedName: name, session }),
          simulated: true,
          strongest: async () => undefined,
        }),
      ],
    }));
  });
  after(() => web.close());

  const found = async (query: Record<string, string>): Promise<string[]> => {
    const { text } = await web.send(`/?${new URLSearchParams(query)}`);
    return SERVICES.filter(({ homeUri }) => text.includes(`<a href="${homeUri}">`)).map(({ id }) => id);
  };

  it('tells those not logged in how to begin, and shows every service by name, level and region', async () => {
    name = undefined;
    const { text, status } = await web.send('/');
    assert.equal(status, 200);
    for (const part of [
      'href="/register"',
      'href="/sign-in"',
      '国家级',
      '省级',
      '市级',
      '北京市',
      '深圳市',
      '模拟登记库',
    ])
      assert.ok(text.includes(part), part);
    assert.ok(!text.includes('href="/logout"'));
    assert.deepEqual(await found({}), ['tax', 'si', 'hf']);
  });

  it('greets those logged in by their masked name, with a way out and one click into each service', async () => {
    name = '张**';
    const { text } = await web.send('/');
    assert.match(text, /<h1[^>]*><span class="yihao-whole">张\*\*，<\/span><wbr\/>您好<\/h1>/);
    assert.ok(text.includes('href="/logout"') && !text.includes('href="/register"'));
    assert.deepEqual(await found({}), ['tax', 'si', 'hf']);
  });

  it('finds by words of either language, level and region', async () => {
    assert.deepEqual(await found({ q: '税务' }), ['tax']);
    assert.deepEqual(await found({ q: 'SOCIAL ｉｎｓｕｒａｎｃｅ' }), ['si']);
    assert.deepEqual(await found({ q: '深圳 公积金' }), ['hf']);
    assert.deepEqual(await found({ level: 'province' }), ['si']);
    assert.deepEqual(await found({ region: '110000' }), ['tax', 'si'], 'the country serves Beijing too');
    assert.deepEqual(await found({ q: '没有这个' }), []);
  });

  it('says when nothing was found, keeps the words, and survives a mangled address', async () => {
    const none = await web.send(`/?q=${encodeURIComponent('"><b>没有')}`);
    assert.match(none.text, /没有找到相符的服务/);
    assert.match(none.text, /value="&quot;>&lt;b>没有"/);
    assert.deepEqual(await found({ level: 'galaxy', region: '1; drop' }), ['tax', 'si', 'hf']);
    assert.equal((await web.send('/?q=a&q=b&level=city&level=county')).status, 200);
    const long = await web.send(`/?q=${'a'.repeat(65)}`);
    assert.equal(long.status, 422);
    assert.match(long.text, /<a href="#q">最多输入 64 个字<\/a>/);
  });

  it('begins a login as an ordinary authorization request of its own', async () => {
    const signIn = new URL((await web.send('/sign-in')).headers.location!);
    assert.equal(signIn.origin + signIn.pathname, `${web.origin}/authorize`);
    assert.deepEqual(Object.fromEntries(signIn.searchParams), {
      client_id: 'yihao-home',
      response_type: 'none',
      scope: 'openid',
      redirect_uri: `${web.origin}/`,
      ui_locales: 'zh-CN',
    });
    const register = new URL((await web.send('/register')).headers.location!);
    assert.equal(register.searchParams.get('prompt'), 'create');
  });

  it('takes what an authorization response adds out of the address', async () => {
    for (const answer of ['iss=http%3A%2F%2Flocalhost', 'error=access_denied&iss=http%3A%2F%2Flocalhost']) {
      const { status, headers } = await web.send(`/?${answer}`);
      assert.equal(status, 303);
      assert.equal(headers.location, '/');
    }
  });

  it('has pages to read on help and privacy, in both languages', async () => {
    for (const path of ['/help', '/privacy'])
      for (const language of ['zh', 'en']) {
        const { status, text } = await web.send(path, { headers: { 'accept-language': language } });
        assert.equal(status, 200);
        assert.match(text, /<h2/);
      }
  });
});
