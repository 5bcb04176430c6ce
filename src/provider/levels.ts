import type { Aal, Ial } from '../domain/records/index.js';

const AAL = 'urn:yihao:aal:';
const IAL = 'urn:yihao:ial:';

/** The `acr` value of an authentication level. */
export const acrOf = (aal: Aal): string => `${AAL}${aal}`;

/** How `verified_claims` names an identity assurance level. */
export const ialName = (ial: Ial): string => `${IAL}${ial}`;

/** The level an `acr` value stands for; undefined where it is none of ours. */
export function aalOf(acr: unknown): Aal | undefined {
  const level = typeof acr === 'string' && acr.startsWith(AAL) ? acr.slice(AAL.length) : '';
  return level === '1' || level === '2' || level === '3' ? (Number(level) as Aal) : undefined;
}

export const highest = (...levels: readonly Aal[]): Aal => Math.max(...levels) as Aal;
