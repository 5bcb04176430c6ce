import { connect } from 'node:net';
import fc from 'fast-check';

/** What breaks parsers: NUL, lone surrogates and bad UTF-8, half escapes, right-to-left marks, very long runs, formulas. */
const NASTY = [
  '\0',
  '%00',
  '%',
  '%zz',
  '%c0%af',
  '%ed%a0%80',
  '\u202e\u2066',
  '𠮷👨‍👩‍👧‍👦',
  'ＡＢＣ１２３',
  '\ufeff',
  'é'.normalize('NFD').repeat(40),
  "' OR 1=1 --",
  '{{7*7}}',
  '__proto__',
  'constructor',
  '../../etc/passwd',
  '<script>alert(1)</script>',
  '"\\\'`;|&$()',
  '-1',
  '1e309',
  'NaN',
  'true',
  '[]',
  '{}',
  '[object Object]',
  'null',
  'a'.repeat(3_000),
  '汉'.repeat(1_000),
  '',
];

const PATHS = [
  '/',
  '/authorize',
  '/token',
  '/userinfo',
  '/jwks',
  '/par',
  '/revoke',
  '/introspect',
  '/logout',
  '/sign-in',
  '/register',
  '/preferences',
  '/consents',
  '/interaction/x',
  '/interaction/x/login',
  '/interaction/x/code',
  '/interaction/x/register',
  '/interaction/x/register/password',
  '/interaction/x/consent',
  '/interaction/x/abort',
  '/assets/yihao.css',
  '/.well-known/openid-configuration',
  '/demo/messages',
  '/nothing',
];

const NAMES = [
  ...['client_id', 'redirect_uri', 'response_type', 'response_mode', 'scope', 'state', 'nonce', 'prompt', 'max_age'],
  ...['claims', 'acr_values', 'ui_locales', 'id_token_hint', 'login_hint', 'request', 'request_uri', 'resource'],
  ...['code_challenge', 'code_challenge_method', 'grant_type', 'code', 'code_verifier', 'refresh_token', 'token'],
  ...['client_secret', 'client_assertion', 'client_assertion_type', 'login', 'password', 'name', 'number', 'phone'],
  ...['_csrf', 'locale', 'elder', 'return_to', 'logout', 'xsrf', 'choice', 'shared', 'dpop_jkt', 'user_code'],
];

const SOUND = ['portal', 'http://localhost:9/callback', 'code', 'openid', 'S256', 'authorization_code', 'x'.repeat(43)];

const nasty = fc.oneof(
  fc.constantFrom(...NASTY),
  fc.constantFrom(...SOUND),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.tuple(fc.constantFrom(...NASTY), fc.constantFrom(...SOUND)).map((parts) => parts.join('')),
);
/** Encoded as a form does, or left as it is. */
const written = fc
  .tuple(nasty, fc.boolean())
  .map(([text, raw]) => (raw ? text : encodeURIComponent(text.toWellFormed())));
const parameters = fc
  .array(fc.tuple(fc.oneof(fc.constantFrom(...NAMES), written), written), { maxLength: 12 })
  .map((pairs) => pairs.map((pair) => pair.join('=')).join('&'));
const header = fc.tuple(
  fc.constantFrom(
    'Authorization',
    'Accept',
    'Accept-Language',
    'Origin',
    'Referer',
    'X-Forwarded-For',
    'DPoP',
    'If-None-Match',
    'Sec-Fetch-Site',
    'traceparent',
    'X-Request-Id',
  ),
  fc.oneof(
    nasty,
    nasty.map((text) => `Bearer ${text}`),
    nasty.map((text) => `Basic ${Buffer.from(text).toString('base64')}`),
  ),
);
const COOKIES = [
  '_session',
  '_interaction',
  '_interaction.sig',
  '_session.sig',
  'yihao_visit',
  'yihao_prefs',
  'yihao_device',
  '',
];
const cookie = fc
  .array(fc.tuple(fc.constantFrom(...COOKIES), fc.oneof(nasty, written)), { maxLength: 4 })
  .map((pairs) => pairs.map((pair) => pair.join('=')).join('; '));
const TYPES = [
  'application/x-www-form-urlencoded',
  'application/x-www-form-urlencoded; charset=utf-7',
  'application/json',
  'multipart/form-data; boundary=',
  'text/plain',
  '',
];

/** The bytes of one request: of a sound shape, with anything in it. */
export const malformedRequest = (host: string): fc.Arbitrary<Buffer> =>
  fc
    .record({
      method: fc.constantFrom('GET', 'GET', 'POST', 'POST', 'POST', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'TRACE', 'FOO'),
      path: fc.oneof(
        fc.constantFrom(...PATHS),
        fc.tuple(fc.constantFrom(...PATHS), written).map((parts) => parts.join('/')),
      ),
      query: parameters,
      headers: fc.array(header, { maxLength: 3 }),
      cookie,
      type: fc.constantFrom(...TYPES),
      body: fc.oneof(parameters, nasty, fc.json()),
    })
    .map(({ method, path, query, headers, cookie: cookies, type, body }) => {
      const oneLine = (text: string): string => text.replace(/[\r\n]/g, '');
      const target = oneLine(`${path}${query && `?${query}`}`).replaceAll(' ', '+');
      const bytes = Buffer.from(body);
      const lines = [
        `${method} ${target} HTTP/1.1`,
        `Host: ${host}`,
        'Connection: close',
        ...headers.map(([name, value]) => oneLine(`${name}: ${value}`)),
        ...(cookies ? [oneLine(`Cookie: ${cookies}`)] : []),
        ...(type ? [`Content-Type: ${type}`] : []),
        ...(method === 'POST' ? [`Content-Length: ${bytes.length}`] : []),
      ];
      return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), method === 'POST' ? bytes : Buffer.alloc(0)]);
    });

/** Sends bytes on a connection of their own. @returns the status, or 0 where the line was cut without an answer */
export function sendBytes(url: string, bytes: Buffer): Promise<number> {
  return new Promise((resolve) => {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    let answer = '';
    socket.setTimeout(10_000, () => socket.destroy());
    socket.on('data', (chunk) => {
      if (answer.length < 64) answer += chunk.toString('latin1');
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0)));
  });
}
