import { regionContains } from '../../domain/departments/index.js';
import { hasTurned } from '../../domain/identities/index.js';
import type { Application } from '../../domain/records/index.js';
import { asObject, type ClaimsMember } from './catalogue.js';

/** Whether someone born on `birthdate` (YYYY-MM-DD) has turned 18 by `now` (民法典 Art. 17). */
export function isAdult(birthdate: string, now: Date): boolean {
  return hasTurned(18, birthdate, now);
}

/** The regions a request asks about (GB/T 2260, six digits): OpenID Connect Core §5.5.1 `value` or `values`. */
export function regionsAsked(request: unknown): readonly string[] {
  const { value, values } = asObject(request) ?? {};
  const asked = Array.isArray(values) ? values : [value];
  return asked.filter((one): one is string => typeof one === 'string' && /^\d{6}$/.test(one));
}

/**
 * The request with the regions taken out that the application may not ask about: the citizen was shown which ones it
 * may, and answers about others would tell where they live bit by bit.
 */
export function onlyPermittedRegions(member: ClaimsMember, application: Application): ClaimsMember {
  if (member.resident_of === undefined) return member;
  const permitted = application.claims.find(({ claim }) => claim === 'resident_of')?.regions ?? [];
  const values = regionsAsked(member.resident_of).filter((asked) =>
    permitted.some((region) => regionContains(region, asked)),
  );
  return { ...member, resident_of: { values } };
}

/** Whether the residence lies in one of the regions; undefined where none was asked about: then nothing is said. */
export function isResidentOf(residence: string, regions: readonly string[]): boolean | undefined {
  if (regions.length === 0) return undefined;
  return regions.some((region) => regionContains(region, residence));
}
