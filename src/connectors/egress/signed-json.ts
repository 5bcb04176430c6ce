import { createHash, createHmac } from 'node:crypto';
import { randomToken } from '../../shared/random.js';

export interface SigningKey {
  /** The key's name at the receiver. */
  readonly id: string;
  /** 32 bytes, shared with the receiver. */
  readonly secret: Buffer;
}

export interface SignedRequest {
  readonly method: 'POST';
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** Seconds for which a signed request may be acted on. */
const LIFE = 60;

/**
 * A request with a JSON body as every receiver of ours gets it: HTTP Message Signatures (RFC 9421) with hmac-sha256 over
 * method, authority, path, query if there is one, the body's digest (RFC 9530) and whatever else is named. The time and
 * the nonce let the receiver refuse what is old or repeated. docs/guides/signed-requests.md is its other end.
 * @param covered further header fields, which the signature covers; names in lower case
 */
export function signedJson(
  url: string,
  value: unknown,
  key: SigningKey,
  now: Date,
  covered: Readonly<Record<string, string>> = {},
): SignedRequest {
  const { host, pathname, search } = new URL(url);
  const body = JSON.stringify(value);
  const fields = { 'content-digest': contentDigest(body), ...covered };
  const components = {
    '@method': 'POST',
    '@authority': host,
    '@path': pathname,
    ...(search && { '@query': search }),
    ...fields,
  };
  const created = Math.floor(now.getTime() / 1000);
  const times = `created=${created};expires=${created + LIFE};nonce="${randomToken()}"`;
  const signature = sign('yihao', components, `${times};alg="hmac-sha256";keyid="${key.id}"`, key.secret);
  return { method: 'POST', headers: { 'content-type': 'application/json', ...fields, ...signature }, body };
}

/** RFC 9530 §2, with SHA-256. */
export function contentDigest(body: string): string {
  return `sha-256=:${createHash('sha256').update(body).digest('base64')}:`;
}

/**
 * RFC 9421 §2.5 and §3.3.3.
 * @param components what is signed, in this order
 * @param parameters of the signature, as they stand behind the list of components
 */
export function sign(
  label: string,
  components: Readonly<Record<string, string>>,
  parameters: string,
  secret: Buffer,
): { readonly 'signature-input': string; readonly signature: string } {
  const list = Object.keys(components).map((name) => `"${name}"`);
  const input = `(${list.join(' ')});${parameters}`;
  const lines = Object.entries({ ...components, '@signature-params': input });
  const base = lines.map(([name, value]) => `"${name}": ${value}`).join('\n');
  const signature = createHmac('sha256', secret).update(base).digest('base64');
  return { 'signature-input': `${label}=${input}`, signature: `${label}=:${signature}:` };
}
