import type { KoaContextWithOIDC } from 'oidc-provider';
import type { ConsentDue, ConsentQuestion } from '../domain/consents/index.js';
import type { ProviderDeps } from './ports.js';

const asked = new WeakMap<KoaContextWithOIDC['oidc'], Promise<ConsentDue>>();

/**
 * Whether the stored consent answers this authorization request. Both who builds the grant and who guards it ask, and must
 * hear the same, though a decision may fall between them: it is here for that, not for its CPU (single sign-on 1.01).
 */
export function dueOnce(
  { oidc }: KoaContextWithOIDC,
  consents: ProviderDeps['consents'],
  question: ConsentQuestion,
): Promise<ConsentDue> {
  let answer = asked.get(oidc);
  if (!answer) {
    answer = consents.due(question);
    asked.set(oidc, answer);
  }
  return answer;
}
