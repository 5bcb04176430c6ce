import { createHash, createHmac } from 'node:crypto';
import { randomToken } from '../../shared/random.js';

export interface SignatureKey {
  /** The key's name at the receiver. */
  readonly id: string;
  /** 32 bytes, shared with the receiver. */
  readonly secret: Buffer;
}

/** Seconds for which a signed request may be acted on. */
export const SIGNATURE_LIFE = 60;

/**
 * Headers that sign a request with a body: HTTP Message Signatures (RFC 9421) with hmac-sha256 over method, authority,
 * path and the body's digest (RFC 9530). The time and the nonce in it let the receiver refuse what is old or repeated.
 */
export function signRequest(
  request: { readonly method: string; readonly url: string; readonly body: string },
  key: SignatureKey,
  now: Date,
): Record<string, string> {
  const { host, pathname } = new URL(request.url);
  const digest = `sha-256=:${createHash('sha256').update(request.body).digest('base64')}:`;
  const created = Math.floor(now.getTime() / 1000);
  const covered = '("@method" "@authority" "@path" "content-digest")';
  const times = `;created=${created};expires=${created + SIGNATURE_LIFE};nonce="${randomToken()}"`;
  const parameters = `${covered}${times};alg="hmac-sha256";keyid="${key.id}"`;
  const base = [
    `"@method": ${request.method}`,
    `"@authority": ${host}`,
    `"@path": ${pathname}`,
    `"content-digest": ${digest}`,
    `"@signature-params": ${parameters}`,
  ].join('\n');
  return {
    'content-digest': digest,
    'signature-input': `yihao=${parameters}`,
    signature: `yihao=:${createHmac('sha256', key.secret).update(base).digest('base64')}:`,
  };
}
