import { type HomeService, regionName } from '../../../src/domain/departments/index.js';
import type { DepartmentLevel } from '../../../src/domain/records/index.js';

/** One service of each kind for tests of the home page. */
export function homeServices(): readonly HomeService[] {
  return [
    service('tax', ['电子税务', 'Tax'], 'national', '000000'),
    service('si', ['社会保险', 'Social insurance'], 'province', '110000'),
    service('hf', ['住房公积金', 'Housing fund'], 'city', '440300'),
  ];
}

function service(id: string, [zh, en]: [string, string], level: DepartmentLevel, region: string): HomeService {
  const department = { name: { zh: `${zh}局`, en: `${en} bureau` }, level, region, regionName: regionName(region) };
  return {
    id,
    name: { zh, en },
    summary: { zh: `${zh}简介`, en: `About ${en}` },
    homeUri: `https://${id}.example/login`,
    department: { id: `${id}-bureau`, ...department },
  };
}
