import assert from 'node:assert/strict';
import { type Answer, cookiesOf, startWeb, type TestWeb, tokenOf } from '../support/http/web.js';
import { guardedForm } from '../support/journeys/guarded-form.js';

const FORM = 'application/x-www-form-urlencoded';

describe('A10 forms of other sites', () => {
  let web: TestWeb;
  let shown: Answer;
  const form = guardedForm();

  before(async () => {
    web = await startWeb(() => ({ routers: [form.router] }));
    shown = await web.send('/guarded');
  });
  after(() => web.close());

  const post = (fields: Record<string, string>, headers: Record<string, string> = {}, path = '/guarded') =>
    web.send(path, {
      method: 'POST',
      headers: { 'content-type': FORM, cookie: cookiesOf(shown), ...headers },
      body: new URLSearchParams(fields).toString(),
    });

  const refused = async (answer: Promise<Answer>): Promise<void> => {
    const before = form.changes.length;
    const { status, text } = await answer;
    assert.equal(status, 403);
    assert.match(text, /foreign_form/);
    assert.equal(form.changes.length, before, 'nothing changed');
  };

  it('A10 its own form is accepted, with and without the headers of newer browsers', async () => {
    const fields = { _csrf: tokenOf(shown), note: 'mine' };
    assert.equal((await post(fields)).status, 200);
    assert.equal((await post(fields, { origin: web.origin, 'sec-fetch-site': 'same-origin' })).status, 200);
    assert.deepEqual(form.changes.splice(0), ['mine', 'mine']);
  });

  it('A10 no token, an empty, a wrong and a doubled token get 403', async () => {
    const token = tokenOf(shown);
    await refused(post({ note: 'x' }));
    await refused(post({ _csrf: '', note: 'x' }));
    await refused(post({ _csrf: `${token.slice(0, -2)}AA`, note: 'x' }));
    await refused(post({ _csrf: token, note: 'x' }, { 'content-type': 'text/plain' }));
    await refused(
      web.send('/guarded', {
        method: 'POST',
        headers: { 'content-type': FORM, cookie: cookiesOf(shown) },
        body: `_csrf=${token}&_csrf=${token}&note=x`,
      }),
    );
    // A token in the address is one that leaked.
    await refused(post({ note: 'x' }, {}, `/guarded?_csrf=${token}`));
  });

  it('A10 the token of another visit gets 403, and so does a token without its cookie', async () => {
    const other = await web.send('/guarded');
    await refused(post({ _csrf: tokenOf(other), note: 'x' }));
    await refused(post({ _csrf: tokenOf(shown), note: 'x' }, { cookie: '' }));
    await refused(post({ _csrf: tokenOf(shown), note: 'x' }, { cookie: 'yihao_visit=short' }));
  });

  it('A10 a foreign Origin gets 403 even with the right token', async () => {
    const fields = { _csrf: tokenOf(shown), note: 'x' };
    for (const origin of [
      'https://evil.example',
      'null',
      web.origin.replace('http:', 'https:'),
      `${web.origin}.evil.example`,
    ])
      await refused(post(fields, { origin }));
  });

  it('A10 a cross-site or same-site Sec-Fetch-Site gets 403 even with the right token', async () => {
    const fields = { _csrf: tokenOf(shown), note: 'x' };
    for (const site of ['cross-site', 'same-site']) await refused(post(fields, { 'sec-fetch-site': site }));
  });

  it('A10 the provider’s own logout form is held to its origin; other sites may send people to /authorize', async () => {
    await refused(post({}, { origin: 'https://evil.example' }, '/logout/confirm'));
    await refused(post({}, { 'sec-fetch-site': 'cross-site' }, '/logout/confirm'));
    await refused(post({}, { origin: 'https://evil.example' }, '/logout/confirm/'));
    const authorize = await post(
      {},
      { origin: 'https://portal.example', 'sec-fetch-site': 'cross-site' },
      '/authorize',
    );
    assert.equal(authorize.text, 'protocol');
  });

  it('A10 the language switch is guarded as well, and leads nowhere else (A18)', async () => {
    await refused(post({ locale: 'en' }, {}, '/preferences'));
    for (const [wanted, led] of [
      ['/help?a=1', '/help?a=1'],
      ['//evil.example', '/'],
      ['/\\evil.example', '/'],
      ['/.//evil.example', '/'],
      ['/a/..//evil.example', '/'],
      ['https://evil.example/', '/'],
      ['javascript:alert(1)', '/'],
      ['/\t/evil.example', '/'],
      ['/a\r\nSet-Cookie: x=y', '/'],
    ] as const) {
      const answer = await post({ _csrf: tokenOf(shown), locale: 'en', return_to: wanted }, {}, '/preferences');
      assert.equal(answer.status, 303);
      assert.equal(answer.headers.location, led, wanted);
      assert.match(String(answer.headers['set-cookie']), /yihao_prefs=en; .*httponly/i);
    }
  });
});
