import { hash } from 'node:crypto';

/** SHA-256, base64url: what names a token or an id in a store, so that reading the store yields neither. */
export function digestOf(value: string): string {
  return hash('sha256', value, 'base64url');
}
