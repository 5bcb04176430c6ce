import type { KoaContextWithOIDC } from 'oidc-provider';
import type { ConsentDue, ConsentQuestion } from '../domain/consents/index.js';
import type { ProviderConsents } from './ports.js';

const asked = new WeakMap<KoaContextWithOIDC['oidc'], Promise<ConsentDue>>();

/** Whether the stored consent answers this authorization request: both who builds the grant and who guards it ask. */
export function dueOnce(
  { oidc }: KoaContextWithOIDC,
  consents: ProviderConsents,
  question: ConsentQuestion,
): Promise<ConsentDue> {
  let answer = asked.get(oidc);
  if (!answer) {
    answer = consents.due(question);
    asked.set(oidc, answer);
  }
  return answer;
}
