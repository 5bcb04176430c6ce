export type Level = 1 | 2 | 3;

const AAL = 'urn:yihao:aal:';
const IAL = 'urn:yihao:ial:';

/** The `acr` value of an authentication level. */
export const acrOf = (aal: Level): string => `${AAL}${aal}`;

/** How `verified_claims` names an identity assurance level. */
export const ialName = (ial: Level): string => `${IAL}${ial}`;

/** The level an `acr` value stands for; undefined where it is none of ours. */
export function aalOf(acr: unknown): Level | undefined {
  const level = typeof acr === 'string' && acr.startsWith(AAL) ? acr.slice(AAL.length) : '';
  return level === '1' || level === '2' || level === '3' ? (Number(level) as Level) : undefined;
}

export const highest = (...levels: readonly Level[]): Level => Math.max(...levels) as Level;
