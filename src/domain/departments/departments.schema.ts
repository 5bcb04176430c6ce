import { z } from 'zod';
import { SCOPE_FORM } from '../records/index.js';
import { CLAIM_NAMES, claimEntry, isPersonalClaim } from './claims.js';
import type { DepartmentFault } from './departments.messages.js';
import { DEPARTMENT_LEVELS, levelOfRegion } from './regions.js';
import { type UriFault, uriFault } from './uri-rules.js';

/** One value that is wrong: where (`redirectUris.0`) and why (a key of `DEPARTMENT_FAULTS`, with values to fill). */
export interface Fault {
  readonly path: string;
  readonly fault: DepartmentFault;
  readonly values: Readonly<Record<string, string | number>>;
}

/** Adds a fault by its key; zod's message carries the key, because the sentence exists in two languages. */
function flag(ctx: z.RefinementCtx, fault: DepartmentFault, path: PropertyKey[] = [], values = {}): void {
  ctx.addIssue({ code: 'custom', message: fault, path, params: values });
}

/** Lets a rule over several values look even where one of them is faulty, so that every fault is named at once. */
const always = { when: ({ value }: { value: unknown }) => typeof value === 'object' && value !== null };

const id = z.string().superRefine((value, ctx) => {
  if (!/^[a-z][a-z0-9-]{2,39}$/.test(value)) flag(ctx, 'id_form');
  else if (value.startsWith('yihao')) flag(ctx, 'id_reserved');
});

function text(max: number) {
  return z.strictObject({ zh: z.string().trim(), en: z.string().trim() }).superRefine(({ zh, en }, ctx) => {
    if (!zh || !en || zh.length > max || en.length > max) flag(ctx, 'text_length', [], { max });
  });
}

const uri = z.string().superRefine((value, ctx) => {
  const fault: UriFault | undefined = uriFault(value);
  if (fault) flag(ctx, fault);
});

function uris(min: number) {
  return z.array(uri).superRefine((list, ctx) => {
    if (list.length < min || list.length > 20) flag(ctx, 'list_length', [], { min, max: 20 });
    if (new Set(list).size < list.length) flag(ctx, 'list_repeats');
  });
}

function whole(min: number, max: number) {
  return z.number().superRefine((value, ctx) => {
    if (!Number.isInteger(value) || value < min || value > max) flag(ctx, 'number_range', [], { min, max });
  });
}

const level = z.literal([1, 2, 3]);

const basis = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('statutory'), reference: text(200) }),
  z.strictObject({ kind: z.literal('consent') }),
]);

const regions = z
  .array(z.string())
  .superRefine((codes, ctx) => {
    if (codes.length < 1 || codes.length > 20) flag(ctx, 'list_length', [], { min: 1, max: 20 });
    for (const [at, code] of codes.entries()) if (!levelOfRegion(code)) flag(ctx, 'region_unknown', [at]);
  })
  .optional();

const permission = z
  .strictObject({
    claim: z.enum(CLAIM_NAMES),
    purpose: text(200),
    basis,
    optional: z.boolean().default(false),
    regions,
  })
  .superRefine(
    (value: Partial<{ claim: string; basis: { kind: string }; optional: boolean; regions: unknown }>, ctx) => {
      const { claim = '', basis: ground, optional, regions: asked } = value;
      const rule = isPersonalClaim(claim) ? claimEntry(claim) : undefined;
      if (asked !== undefined && rule?.release !== 'resident') flag(ctx, 'claim_regions', ['regions']);
      if (rule?.ground === 'statutory' && ground?.kind === 'consent') flag(ctx, 'claim_statutory', ['basis']);
      if (optional && ground?.kind === 'statutory') flag(ctx, 'claim_optional', ['optional']);
    },
    always,
  );

const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

const jwk = z.record(z.string(), z.unknown()).superRefine((key, ctx) => {
  if (PRIVATE_MEMBERS.some((member) => member in key)) flag(ctx, 'jwks_private');
  if (!isPublicSigningKey(key)) flag(ctx, 'jwks_weak');
  if (typeof key.kid !== 'string' || !key.kid) flag(ctx, 'jwks_kid', ['kid']);
});

/**
 * Keys for the algorithms that client assertions may use: ES256, EdDSA (RFC 8037), RS256 and PS256 with at least 2048
 * bits (NIST SP 800-131A).
 */
function isPublicSigningKey(key: Readonly<Record<string, unknown>>): boolean {
  if (key.use !== undefined && key.use !== 'sig') return false;
  const has = (member: string) => typeof key[member] === 'string' && key[member] !== '';
  switch (key.kty) {
    case 'RSA':
      return has('e') && has('n') && Buffer.from(String(key.n), 'base64url').length >= 256;
    case 'EC':
      return key.crv === 'P-256' && has('x') && has('y');
    case 'OKP':
      return key.crv === 'Ed25519' && has('x');
    default:
      return false;
  }
}

const jwks = z.strictObject({ keys: z.array(jwk) }).superRefine(({ keys }, ctx) => {
  if (keys.length < 1 || keys.length > 10) flag(ctx, 'list_length', ['keys'], { min: 1, max: 10 });
  if (new Set(keys.map((key) => key.kid)).size < keys.length) flag(ctx, 'jwks_kid', ['keys']);
});

const scope = z.string().superRefine((value, ctx) => {
  if (!SCOPE_FORM.test(value) || value.length > 60) flag(ctx, 'scope_form');
});

const scopes = z.array(scope).superRefine((list, ctx) => {
  if (list.length > 50) flag(ctx, 'list_length', [], { min: 0, max: 50 });
  if (new Set(list).size < list.length) flag(ctx, 'list_repeats');
});

const api = z.strictObject({
  uri,
  token: z.enum(['jwt', 'opaque']).default('jwt'),
  alg: z.enum(['ES256', 'RS256']).default('ES256'),
  scopes: scopes.default([]),
});

/** One interface that an application may call, as an operator describes it. */
export const callSchema = z.strictObject({ resource: z.string(), scopes: scopes.default([]) });

const calls = z.array(callSchema).superRefine((list: readonly { resource?: unknown }[], ctx) => {
  if (list.length > 50) flag(ctx, 'list_length', [], { min: 0, max: 50 });
  const resources = list.flatMap((one) => one?.resource ?? []);
  if (new Set(resources).size < resources.length) flag(ctx, 'list_repeats');
}, always);

/** A department as an operator describes it. */
export const newDepartmentSchema = z
  .strictObject({
    id,
    name: text(60),
    level: z.enum(DEPARTMENT_LEVELS),
    region: z.string(),
    parentId: z.string().nullable().default(null),
  })
  .superRefine(({ level: named, region }: Partial<{ level: string; region: string }>, ctx) => {
    if (typeof region !== 'string') return;
    const expected = levelOfRegion(region);
    if (!expected) flag(ctx, 'region_unknown', ['region']);
    else if (named !== undefined && expected !== named) flag(ctx, 'region_level', ['region']);
  }, always);

/** An application as an operator describes it, for example in a file. */
export const newApplicationSchema = z
  .strictObject({
    id,
    departmentId: z.string(),
    name: text(60),
    summary: text(120),
    homeUri: uri,
    redirectUris: uris(0).default([]),
    postLogoutRedirectUris: uris(0).default([]),
    backchannelLogoutUri: uri.nullable().default(null),
    authentication: z.enum(['none', 'client_secret_basic', 'client_secret_post', 'private_key_jwt']),
    jwks: jwks.nullable().default(null),
    idTokenAlg: z.enum(['ES256', 'RS256']).default('ES256'),
    pkce: z.enum(['required', 'optional']).default('required'),
    pushedRequests: z.enum(['required', 'optional']).default('optional'),
    assertionAudience: z.enum(['issuer', 'endpoints']).default('issuer'),
    claims: z.array(permission).max(CLAIM_NAMES.length).default([]),
    minimumIal: level.default(1),
    minimumAal: level.default(1),
    consentDays: whole(1, 365).default(365),
    delegation: z.enum(['allowed', 'refused']).default('refused'),
    api: api.nullable().default(null),
    calls: calls.default([]),
  })
  .superRefine((value: Partial<Record<string, unknown>>, ctx) => {
    const { authentication, jwks: keys, pkce, claims, redirectUris } = value;
    const hasKeys = keys !== null && keys !== undefined;
    if (authentication !== undefined && (authentication === 'private_key_jwt') !== hasKeys) {
      flag(ctx, 'secret_and_jwks', ['jwks']);
    }
    if (authentication === 'none' && pkce === 'optional') flag(ctx, 'pkce_public', ['pkce']);
    const isMachine = Boolean(value.api) || (Array.isArray(value.calls) && value.calls.length > 0);
    if (authentication === 'none' && isMachine) flag(ctx, 'api_public', ['authentication']);
    if (!isMachine && Array.isArray(redirectUris) && redirectUris.length === 0) {
      flag(ctx, 'list_length', ['redirectUris'], { min: 1, max: 20 });
    }
    const names = Array.isArray(claims) ? claims.map((one: { claim?: unknown } | null) => one?.claim) : [];
    if (new Set(names).size < names.length) flag(ctx, 'list_repeats', ['claims']);
  }, always);
export type NewDepartment = z.output<typeof newDepartmentSchema>;
export type NewApplication = z.output<typeof newApplicationSchema>;

/** Every fault zod found, in our words. */
export function faultsOf(error: z.ZodError): readonly Fault[] {
  return error.issues.flatMap((issue): Fault[] => {
    const path = issue.path.map(String);
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({ path: [...path, key].join('.'), fault: 'unknown_setting', values: {} }));
    }
    const at = path.join('.');
    if (issue.code === 'custom') {
      return [{ path: at, fault: issue.message as DepartmentFault, values: issue.params ?? {} }];
    }
    const choices = choicesOf(issue);
    if (choices) return [{ path: at, fault: 'not_a_choice', values: { choices: choices.join(', ') } }];
    if (issue.code === 'too_big')
      return [{ path: at, fault: 'list_length', values: { min: 0, max: Number(issue.maximum) } }];
    return [{ path: at, fault: 'missing_or_wrong_kind', values: {} }];
  });
}

/** What may stand there, where there is a list of it. */
function choicesOf(issue: z.core.$ZodIssue): readonly unknown[] | undefined {
  if (issue.code === 'invalid_value') return issue.values;
  return issue.code === 'invalid_union' && 'options' in issue ? (issue.options as readonly unknown[]) : undefined;
}
