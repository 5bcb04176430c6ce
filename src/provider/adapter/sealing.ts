import type { AdapterPayload } from 'oidc-provider';
import type { Sealer } from '../../shared/seal.js';

/** A payload as it rests: without `jti`, which is the token itself, and sealed, because requests can name people. */
export function sealPayload(sealer: Sealer, key: string, payload: object): string {
  const { jti: _token, ...rest } = payload as AdapterPayload;
  return sealer.seal(JSON.stringify(rest), key);
}

/** Undefined where the seal is broken or of another master key: such a payload counts as lost. */
export function openPayload<T = AdapterPayload>(sealer: Sealer, key: string, sealed: string): T | undefined {
  try {
    return JSON.parse(sealer.open(sealed, key)) as T;
  } catch {
    return undefined;
  }
}
