import type { Application, Correction, Department, Terminal } from '../domain/records/index.js';
import type { OpenedCorrection } from '../domain/rights/index.js';

/**
 * What `--json` shows of each record, named field by field: one that a record gets later stays inside until somebody
 * decides that it may leave.
 */
function only<T, K extends keyof T>(record: T, ...fields: readonly K[]): Pick<T, K> {
  return Object.fromEntries(fields.map((field) => [field, record[field]])) as Pick<T, K>;
}

export function presentDepartment(department: Department) {
  return only(department, 'id', 'name', 'level', 'region', 'parentId', 'disabledAt', 'createdAt');
}

/** Of the secret only whether there is one; the keys are public ones. */
export function presentApplication(application: Application) {
  const { claims, api, calls, secretDigest } = application;
  return {
    ...only(
      application,
      ...(['id', 'departmentId', 'name', 'summary', 'homeUri', 'redirectUris', 'postLogoutRedirectUris'] as const),
      ...(['backchannelLogoutUri', 'authentication', 'jwks', 'idTokenAlg', 'pkce', 'pushedRequests'] as const),
      ...(['assertionAudience', 'minimumIal', 'minimumAal', 'consentDays', 'delegation', 'resource'] as const),
      ...(['disabledAt', 'createdAt'] as const),
    ),
    claims: claims.map((one) => only(one, 'claim', 'purpose', 'basis', 'optional', 'regions')),
    api: api && only(api, 'uri', 'token', 'alg', 'scopes'),
    calls: calls.map((one) => only(one, 'resource', 'scopes')),
    hasSecret: secretDigest !== null,
  };
}

/** Whether it is set up, and neither its code nor its secret. */
export function presentTerminal(terminal: Terminal) {
  const shown = only(terminal, 'id', 'name', 'place', 'setupUntil', 'createdAt', 'disabledAt');
  return { ...shown, setUp: terminal.secretDigest !== null };
}

/** In a list: without words, which only whoever reads that one sees. */
export function presentWaitingCorrection(correction: Correction) {
  return only(correction, 'id', 'identityId', 'field', 'askedAt');
}

export function presentCorrection(correction: OpenedCorrection) {
  return only(correction, 'id', 'identityId', 'field', 'request', 'answer', 'outcome', 'askedAt', 'answeredAt');
}
