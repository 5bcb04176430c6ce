import { DEPARTMENT_LEVELS, type HomeService, regionContains } from '../../domain/departments/index.js';
import type { DepartmentLevel } from '../../domain/records/index.js';
import type { Text } from '../../shared/text.js';

/** What the citizen looks for; empty parts ask for nothing. */
export interface ServiceQuery {
  readonly words: string;
  readonly level: DepartmentLevel | undefined;
  /** GB/T 2260. */
  readonly region: string | undefined;
}

/**
 * The services that fit. Every word must occur in a name, a summary or a region, in either language. A region also
 * finds the departments above it, since they serve it too.
 */
export function findServices(services: readonly HomeService[], query: ServiceQuery): readonly HomeService[] {
  const words = plain(query.words).split(/\s+/).filter(Boolean);
  return services.filter(({ name, summary, department }) => {
    const text = plain([name, summary, department.name, department.regionName].map(both).join(' '));
    return (
      words.every((word) => text.includes(word)) &&
      (!query.level || department.level === query.level) &&
      (!query.region ||
        regionContains(query.region, department.region) ||
        regionContains(department.region, query.region))
    );
  });
}

/** The levels that have a service, widest first. */
export function levelsOf(services: readonly HomeService[]): readonly DepartmentLevel[] {
  return DEPARTMENT_LEVELS.filter((level) => services.some(({ department }) => department.level === level));
}

/** The regions that have a service of their own, by code, each once. */
export function regionsOf(services: readonly HomeService[]): readonly { code: string; name: Text }[] {
  const local = services.map(({ department }) => department).filter(({ level }) => level !== 'national');
  const names = new Map(local.map(({ region, regionName }) => [region, regionName]));
  return [...names].sort(([a], [b]) => a.localeCompare(b)).map(([code, name]) => ({ code, name }));
}

const both = ({ zh, en }: Text): string => `${zh} ${en}`;

/** Full-width and capital letters are found as plain ones. */
const plain = (text: string): string => text.normalize('NFKC').toLowerCase();
