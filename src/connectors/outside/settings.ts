import { readFileSync } from 'node:fs';
import { z } from 'zod';

const text = z.object({ zh: z.string().min(1).max(40), en: z.string().min(1).max(40) });
const address = z
  .string()
  .refine((value) => ['https:', 'http:'].includes(URL.parse(value)?.protocol ?? ''), 'must be an https address');
const origin = address.refine((value) => new URL(value).origin === value, 'must be an origin, without a path');
const secret = z.string().min(1);

const common = {
  /** Part of the redirect URI, and of what links are known by: another id breaks every link. */
  id: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be small letters, digits and hyphens')
    .max(32),
  name: text,
  clientId: z.string().min(1),
};

/** OpenID Connect: the rest is discovered at the issuer. */
const openid = z
  .strictObject({
    ...common,
    protocol: z.literal('openid'),
    issuer: address,
    clientSecret: secret.optional(),
    /** How the secret is sent. */
    authentication: z.enum(['client_secret_basic', 'client_secret_post']).default('client_secret_basic'),
    /** In place of a secret: a private key as a JWK with `kid` and `alg` (private_key_jwt, RFC 7523). */
    privateKey: z.looseObject({ kty: z.string(), kid: z.string(), alg: z.string() }).optional(),
    scopes: z.array(z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/)).default(['openid']),
    /** Of the ID token: which claim tells accounts apart. */
    subject: z.string().min(1).default('sub'),
    /** What the ID token is signed with. */
    idTokenAlgorithm: z.enum(['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA', 'Ed25519']).default('RS256'),
    /** More for the address that the browser is sent to. */
    parameters: z.record(z.string(), z.string()).default({}),
    /** Where its endpoints are, beside the issuer's own origin. */
    origins: z.array(origin).default([]),
  })
  .refine(({ clientSecret, privateKey }) => (clientSecret === undefined) !== (privateKey === undefined), {
    error: 'needs clientSecret or privateKey, and not both',
  })
  .refine(({ scopes }) => scopes.includes('openid'), { path: ['scopes'], error: 'must include "openid"' });

/** Words in braces that a parameter may hold, by where they are known. */
const AT_BROWSER = ['clientId', 'redirectUri', 'state', 'codeChallenge'];
const AT_TOKEN = ['clientId', 'clientSecret', 'redirectUri', 'code', 'codeVerifier', 'beijingTime'];
const WORD = /\{([^{}]*)\}/g;

const parametersOf = (words: readonly string[], more?: RegExp) =>
  z.record(z.string(), z.string()).superRefine((parameters, context) => {
    for (const [name, value] of Object.entries(parameters))
      for (const [, word = ''] of value.matchAll(WORD))
        if (!words.includes(word) && !more?.test(word))
          context.addIssue({ code: 'custom', path: [name], message: `has {${word}}, which is not known here` });
  });

/** Names within an answer, `a.b.c`. */
const path = z.string().regex(/^[\w-]+(\.[\w-]+)*$/, 'must be names with dots between them');

const request = (parameters: z.ZodType<Record<string, string>>, method: 'GET' | 'POST') =>
  z.strictObject({
    url: address,
    method: z.enum(['GET', 'POST']).default(method),
    parameters,
    headers: parameters.default({}),
    /** Where an answer says that it is a failure, with status 200 or not: there, and neither 0 nor empty. */
    error: path.optional(),
  });

/** Plain OAuth 2.0: nothing is discovered, and everything has the name that the provider gave it. */
const oauth = z.strictObject({
  ...common,
  protocol: z.literal('oauth'),
  clientSecret: secret.default(''),
  authorize: z.strictObject({
    url: address,
    parameters: parametersOf(AT_BROWSER).refine(
      (parameters) => ['{state}', '{redirectUri}'].every((word) => Object.values(parameters).includes(word)),
      'must have one that is "{state}" and one that is "{redirectUri}"',
    ),
    fragment: z.string().optional(),
  }),
  /** The name under which the browser brings back the code. */
  code: z.string().default('code'),
  token: request(
    parametersOf(AT_TOKEN).refine(
      (parameters) => Object.values(parameters).includes('{code}'),
      'must have one that is "{code}"',
    ),
    'POST',
  ),
  profile: request(parametersOf([...AT_TOKEN, 'token'], /^token(\.[\w-]+)+$/), 'GET').optional(),
  /** Which value tells accounts apart: `token.` or `profile.`, and the names within that answer. */
  subject: path.refine((value) => /^(token|profile)\./.test(value), 'must begin with "token." or "profile."'),
  /** For gateways whose every request is signed: over all parameters, sorted by name, as `a=1&b=2` (RSA, SHA-256). */
  sign: z.strictObject({ parameter: z.string(), privateKey: z.string().includes('PRIVATE KEY') }).optional(),
});

const file = z
  .array(z.discriminatedUnion('protocol', [openid, oauth]))
  .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, 'no two may have the same id');

export type OpenIdSettings = z.output<typeof openid>;
export type OAuthSettings = z.output<typeof oauth>;
export type OutsideSettings = OpenIdSettings | OAuthSettings;

/** Every fault of the file at once, one sentence each; never a value, since it may be a secret. */
export class OutsideSettingsError extends Error {
  override readonly name = 'OutsideSettingsError';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`YIHAO_OUTSIDE_PROVIDERS_FILE is wrong:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    this.faults = faults;
  }
}

/**
 * The outside providers that an operator set up (docs/guides/outside-accounts.md).
 * @throws OutsideSettingsError naming every fault
 */
export function readOutsideSettings(name: string | undefined): readonly OutsideSettings[] {
  if (name === undefined) return [];
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(name, 'utf8'));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // JSON.parse repeats what it could not read, which may be a secret.
    throw new OutsideSettingsError([code ? `the file cannot be read (${code})` : 'the file is not JSON']);
  }
  const parsed = file.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new OutsideSettingsError(parsed.error.issues.map((issue) => `${where(json, issue.path)} ${issue.message}`));
}

/** `wechat.token.url`, with the number of a provider that has no name. */
function where(json: unknown, [index, ...path]: readonly PropertyKey[]): string {
  const id = index === undefined ? undefined : (json as { id?: unknown }[])[Number(index)]?.id;
  const provider = index === undefined ? 'the list' : typeof id === 'string' ? id : `provider ${Number(index) + 1}`;
  return [provider, ...path].map(String).join('.');
}
