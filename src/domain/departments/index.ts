export {
  type AddApplicationResult,
  type AllowResult,
  type ApplicationAndDepartment,
  Applications,
  type ApplicationsDeps,
  type HomeService,
  secretDigest,
} from './applications.js';
export {
  CLAIM_NAMES,
  type ClaimName,
  type ClaimScope,
  claimEntry,
  claimLabel,
  isPersonalClaim,
  PERSONAL_CLAIMS,
  type PersonalClaim,
  permissionNameOf,
  type ReleaseRule,
} from './claims.js';
export {
  type AddDepartmentResult,
  Departments,
  type DepartmentsDeps,
  type DisableResult,
} from './departments.js';
export { DEPARTMENT_FAULTS, type DepartmentFault } from './departments.messages.js';
export type { Fault, NewApplication, NewDepartment } from './departments.schema.js';
export { DEPARTMENT_LEVELS, LEVEL_NAMES, regionContains, regionName } from './regions.js';
export { Subjects, type SubjectsDeps } from './subjects.js';
