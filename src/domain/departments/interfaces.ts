import type { Application, ApplicationRepository, Call } from '../records/index.js';
import type { Fault } from './departments.schema.js';

type Register = Pick<ApplicationRepository, 'findByResource'>;

/** What the register knows against the interface that an application offers and those that it would call. */
export async function interfaceFaults(
  { resource, calls }: Application,
  applications: Register,
): Promise<readonly Fault[]> {
  const faults: Fault[] = [];
  if (resource !== null && (await applications.findByResource(resource))) {
    faults.push({ path: 'api.uri', fault: 'resource_taken', values: {} });
  }
  for (const [at, call] of calls.entries()) faults.push(...(await callFaults(call, `calls.${at}.`, applications)));
  return faults;
}

/** @param at where the call stands in what the operator wrote, with a dot at its end */
export async function callFaults(
  { resource, scopes }: Call,
  at: string,
  applications: Register,
): Promise<readonly Fault[]> {
  const api = (await applications.findByResource(resource))?.api;
  if (!api) return [{ path: `${at}resource`, fault: 'resource_unknown', values: {} }];
  if (scopes.every((scope) => api.scopes.includes(scope))) return [];
  return [{ path: `${at}scopes`, fault: 'scope_unknown', values: { choices: api.scopes.join(', ') || '-' } }];
}

/** All calls but those to this interface. */
export function without(calls: readonly Call[], resource: string): readonly Call[] {
  return calls.filter((call) => call.resource !== resource);
}
