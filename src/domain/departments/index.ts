export * from './applications.js';
export * from './claims.js';
export * from './departments.js';
export { DEPARTMENT_FAULTS, type DepartmentFault } from './departments.messages.js';
export type { Fault, NewApplication, NewDepartment } from './departments.schema.js';
export { DEPARTMENT_LEVELS, LEVEL_NAMES, regionContains, regionName } from './regions.js';
export { Subjects, type SubjectsDeps } from './subjects.js';
