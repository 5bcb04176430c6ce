import type { Clock } from '../../shared/clock.js';
import type { UnitOfWork } from '../../shared/unit-of-work.js';
import { record } from '../audit/index.js';
import type { Department, Repositories } from '../records/index.js';
import { type Fault, faultsOf, newDepartmentSchema } from './departments.schema.js';
import { DEPARTMENT_LEVELS, regionContains } from './regions.js';

export interface DepartmentsDeps {
  readonly uow: UnitOfWork<Pick<Repositories, 'departments' | 'applications' | 'grants' | 'audit'>>;
  readonly clock: Clock;
}

export type AddDepartmentResult =
  | { readonly outcome: 'added'; readonly department: Department }
  | { readonly outcome: 'invalid'; readonly faults: readonly Fault[] };

export type DisableResult = { readonly outcome: 'disabled' | 'already_disabled' | 'unknown' };

/** The public bodies that may join. */
export class Departments {
  readonly #deps: DepartmentsDeps;

  constructor(deps: DepartmentsDeps) {
    this.#deps = deps;
  }

  find(id: string): Promise<Department | undefined> {
    return this.#deps.uow.read.departments.find(id);
  }

  /** All of them, disabled ones too, from the widest level down and by region. */
  async list(): Promise<readonly Department[]> {
    const all = await this.#deps.uow.read.departments.list();
    return all.toSorted(
      (a, b) =>
        DEPARTMENT_LEVELS.indexOf(a.level) - DEPARTMENT_LEVELS.indexOf(b.level) ||
        a.region.localeCompare(b.region) ||
        a.id.localeCompare(b.id),
    );
  }

  /**
   * Checks everything and adds it; `invalid` lists every fault at once.
   * @param input as an operator wrote it: see `newDepartmentSchema`
   * @param actor `operator:<name>`
   */
  async add(input: unknown, actor: string): Promise<AddDepartmentResult> {
    const parsed = newDepartmentSchema.safeParse(input);
    if (!parsed.success) return { outcome: 'invalid', faults: faultsOf(parsed.error) };
    const department: Department = { ...parsed.data, disabledAt: null, createdAt: this.#deps.clock.now() };
    return this.#deps.uow.run(async (repositories): Promise<AddDepartmentResult> => {
      const faults = await parentFaults(department, repositories);
      if (faults.length > 0) return { outcome: 'invalid', faults };
      if (!(await repositories.departments.insert(department))) {
        return { outcome: 'invalid', faults: [{ path: 'id', fault: 'id_taken', values: {} }] };
      }
      const detail = { departmentId: department.id, level: department.level, region: department.region };
      await record(this.#deps, repositories, 'department.added', { actor, detail });
      return { outcome: 'added', department };
    });
  }

  /** Ends the department and every application of it, with what they were granted, at once. */
  async disable(id: string, actor: string): Promise<DisableResult> {
    const { uow, clock } = this.#deps;
    return uow.run(async (stores): Promise<DisableResult> => {
      const { departments, applications, grants } = stores;
      const department = await departments.find(id);
      if (!department) return { outcome: 'unknown' };
      if (department.disabledAt) return { outcome: 'already_disabled' };
      const at = clock.now();
      await departments.setDisabled(id, at);
      const own = (await applications.list()).filter((one) => one.departmentId === id && !one.disabledAt);
      for (const application of own) {
        await applications.setDisabled(application.id, at);
        const revoked = await grants.revokeByApplication(application.id, at);
        const detail = { departmentId: id, grantsRevoked: revoked };
        await record({ clock }, stores, 'application.disabled', { actor, applicationId: application.id, detail });
      }
      const detail = { departmentId: id, applications: own.map((one) => one.id) };
      await record({ clock }, stores, 'department.disabled', { actor, detail });
      return { outcome: 'disabled' };
    });
  }
}

async function parentFaults(
  department: Department,
  { departments }: Pick<Repositories, 'departments'>,
): Promise<readonly Fault[]> {
  if (department.parentId === null) return [];
  const parent = await departments.find(department.parentId);
  const fault = (name: Fault['fault']): Fault[] => [{ path: 'parentId', fault: name, values: {} }];
  if (!parent || parent.disabledAt) return fault('parent_unknown');
  if (DEPARTMENT_LEVELS.indexOf(parent.level) >= DEPARTMENT_LEVELS.indexOf(department.level)) {
    return fault('parent_level');
  }
  return regionContains(parent.region, department.region) ? [] : fault('parent_region');
}
