import assert from 'node:assert/strict';
import { z } from 'zod';
import type { Locale } from '../../shared/text.js';
import { Checkboxes, PasswordInput, Radios, Select, TextInput } from '../components/index.js';
import type { PageContext } from '../context.js';
import { documentOf } from '../page/page.js';
import { Form, readForm, rejectForm } from './forms.js';

function context(fields: [string, string][] = [], locale: Locale = 'zh-CN'): PageContext {
  const state = {
    locale,
    elder: false,
    visit: {},
    csrf: 'token',
    form: new URLSearchParams(fields),
    asset: (name: string) => `/assets/${name}`,
  };
  return { state, path: '/here', url: '/here', method: 'POST' } as unknown as PageContext;
}

const text = (zh: string) => ({ zh, en: `en ${zh}` });
const schema = z.object({
  login: z
    .string()
    .trim()
    .min(1)
    .max(5)
    .refine((login) => login !== 'bad', 'not_mobile'),
  password: z.string().min(8),
  claims: z.array(z.enum(['a', 'b'])),
});
const texts = {
  login: { required: text('请填写号码'), too_long: text('太长'), not_mobile: text('不是手机号') },
  password: { required: text('请填写密码'), too_short: text('至少 8 个字符') },
  claims: { invalid: text('选错了') },
};

describe('readForm', () => {
  it('answers the parsed value, arrays ticked or not, unknown fields dropped', () => {
    const read = readForm(
      context([
        ['login', ' 123 '],
        ['password', 'long enough'],
        ['claims', 'a'],
        ['extra', 'x'],
      ]),
      schema,
      texts,
    );
    assert.deepEqual(read, { ok: true, value: { login: '123', password: 'long enough', claims: ['a'] } });
    const none = readForm(
      context([
        ['login', '1'],
        ['password', 'long enough'],
      ]),
      schema,
      texts,
    );
    assert.deepEqual(none.ok && none.value.claims, []);
  });

  const cases: [name: string, fields: [string, string][], expected: Record<string, string>][] = [
    ['missing', [], { login: '请填写号码', password: '请填写密码' }],
    [
      'empty',
      [
        ['login', ''],
        ['password', ''],
      ],
      { login: '请填写号码', password: '请填写密码' },
    ],
    [
      'blank',
      [
        ['login', '   '],
        ['password', '12345678'],
      ],
      { login: '请填写号码' },
    ],
    [
      'long and short',
      [
        ['login', '123456'],
        ['password', 'short'],
      ],
      { login: '太长', password: '至少 8 个字符' },
    ],
    [
      'refined',
      [
        ['login', 'bad'],
        ['password', '12345678'],
      ],
      { login: '不是手机号' },
    ],
    [
      'not a choice',
      [
        ['login', '1'],
        ['password', '12345678'],
        ['claims', 'c'],
      ],
      { claims: '选错了' },
    ],
    [
      'sent twice',
      [
        ['login', '1'],
        ['login', '2'],
        ['password', '12345678'],
      ],
      { login: '填写的内容不正确，请检查' },
    ],
  ];
  for (const [name, fields, expected] of cases)
    it(`says one sentence per field: ${name}`, () => {
      const read = readForm(context(fields), schema, texts);
      assert.ok(!read.ok);
      assert.deepEqual(Object.fromEntries(read.errors.map((error) => [error.field, error.text.zh])), expected);
    });

  it('keeps what was typed, never passwords, codes and tokens', () => {
    const ctx = context([
      ['login', 'bad'],
      ['password', 'hunter2!'],
      ['newPassword', 'hunter2!'],
      ['code', '123456'],
      ['_csrf', 'token'],
      ['claims', 'a'],
      ['claims', 'b'],
    ]);
    const read = readForm(ctx, schema, texts);
    assert.deepEqual(!read.ok && read.values, { login: 'bad', claims: ['a', 'b'] });
    assert.deepEqual(rejectForm(ctx, { field: 'login', text: text('x') }).values, { login: 'bad', claims: ['a', 'b'] });
  });
});

describe('form components', () => {
  const view = (
    <Form>
      <TextInput name="login" label={text('号码')} hint={text('提示')} />
      <PasswordInput name="password" label={text('密码')} autocomplete="current-password" />
      <Checkboxes
        name="claims"
        legend={text('授权')}
        items={[
          { value: 'a', label: text('甲') },
          { value: 'b', label: text('乙') },
        ]}
      />
      <Radios name="way" legend={text('方式')} items={[{ value: 'sms', label: text('短信'), checked: true }]} />
      <Select name="region" label={text('地区')} items={[{ value: '11', label: text('北京') }]} />
    </Form>
  );
  const render = (locale: Locale, fields: [string, string][]) => {
    const ctx = context(fields, locale);
    return documentOf(ctx, view, {
      title: text('登录'),
      form: rejectForm(ctx, { field: 'login', text: text('请改 {n}'), values: { n: 7 } }),
    });
  };
  const html = render('zh-CN', [
    ['login', '"><script>1</script>'],
    ['password', 'hunter2!'],
    ['claims', 'b'],
    ['region', '11'],
  ]);

  it('shows the error beside its field and in a summary that links to it', () => {
    assert.match(html, /<title>有误：登录 - 一号<\/title>/);
    assert.match(html, /<a href="#login">请改 7<\/a>/);
    assert.match(html, /<p id="login-error" class="govuk-error-message">.*?请改 7<\/p>/);
    assert.match(html, /id="login" name="login".*?aria-describedby="login-hint login-error" aria-invalid="true"/);
  });

  it('shows what was typed again, escaped, but never the password', () => {
    assert.match(html, /value="&quot;>&lt;script>1&lt;\/script>"/);
    assert.ok(!html.includes('hunter2!'));
    assert.match(html, /id="claims-2"[^>]*checked/);
    assert.ok(!/id="claims"[^>]*checked/.test(html));
    assert.match(html, /<option value="11" selected/);
  });

  it('carries the visit’s token, posts to its own page and leaves checking to us', () => {
    assert.match(
      html,
      /<form method="post" action="\/here" novalidate[^>]*><input type="hidden" name="_csrf" value="token"/i,
    );
  });

  it('speaks the reader’s language', () => {
    const english = render('en', []);
    assert.match(english, /<html lang="en"/);
    assert.match(english, /en 号码/);
    assert.match(english, /Please correct the following/);
  });
});
