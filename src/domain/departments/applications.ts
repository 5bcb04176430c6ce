import { createHash } from 'node:crypto';
import { BriefMemory } from '../../shared/brief-memory.js';
import type { Clock } from '../../shared/clock.js';
import { randomToken } from '../../shared/random.js';
import type { Text } from '../../shared/text.js';
import type { UnitOfWork } from '../../shared/unit-of-work.js';
import { record } from '../audit/index.js';
import type { Application, ClientAuthentication, Department, DepartmentLevel, Repositories } from '../records/index.js';
import type { DisableResult } from './departments.js';
import { callSchema, type Fault, faultsOf, type NewApplication, newApplicationSchema } from './departments.schema.js';
import { callFaults, interfaceFaults, without } from './interfaces.js';
import { DEPARTMENT_LEVELS, regionName } from './regions.js';

export interface ApplicationsDeps {
  readonly uow: UnitOfWork<Pick<Repositories, 'departments' | 'applications' | 'grants' | 'audit'>>;
  readonly clock: Clock;
}

export type AddApplicationResult =
  /** `secret` is shown this once; only its digest is kept. */
  | { readonly outcome: 'added'; readonly application: Application; readonly secret: string | undefined }
  | { readonly outcome: 'invalid'; readonly faults: readonly Fault[] };

export type AllowResult =
  | { readonly outcome: 'allowed' }
  | { readonly outcome: 'invalid'; readonly faults: readonly Fault[] };

/** One service on the citizen's home page. */
export interface HomeService {
  readonly id: string;
  readonly name: Text;
  readonly summary: Text;
  readonly homeUri: string;
  readonly department: {
    readonly id: string;
    readonly name: Text;
    readonly level: DepartmentLevel;
    readonly region: string;
    readonly regionName: Text;
  };
}

/** An application together with the department that answers for it. */
export interface ApplicationAndDepartment {
  readonly application: Application;
  readonly department: Department;
}

/** How old an answer from memory may be: a disabled application is gone everywhere this soon. */
const MEMORY_MILLISECONDS = 2000;

/** The departments' portals and back offices. */
export class Applications {
  readonly #deps: ApplicationsDeps;
  readonly #pairs: BriefMemory<ApplicationAndDepartment | undefined>;
  readonly #offering: BriefMemory<ApplicationAndDepartment | undefined>;
  readonly #home: BriefMemory<readonly HomeService[]>;

  constructor(deps: ApplicationsDeps) {
    this.#deps = deps;
    this.#pairs = new BriefMemory(deps.clock, MEMORY_MILLISECONDS);
    this.#offering = new BriefMemory(deps.clock, MEMORY_MILLISECONDS);
    this.#home = new BriefMemory(deps.clock, MEMORY_MILLISECONDS);
  }

  /** An application that may be used now: undefined where it is unknown or disabled. At most two seconds old. */
  async find(id: string): Promise<Application | undefined> {
    return (await this.findWithDepartment(id))?.application;
  }

  /** As `find`, with its department. */
  findWithDepartment(id: string): Promise<ApplicationAndDepartment | undefined> {
    return this.#pairs.get(id, () => this.#withDepartment(this.#deps.uow.read.applications.find(id)));
  }

  /** The application whose interface has this address; undefined and as old as with `find`. */
  async findByResource(uri: string): Promise<Application | undefined> {
    const found = await this.#offering.get(uri, () =>
      this.#withDepartment(this.#deps.uow.read.applications.findByResource(uri)),
    );
    return found?.application;
  }

  /** For operators: straight from the store, disabled ones too. */
  load(id: string): Promise<Application | undefined> {
    return this.#deps.uow.read.applications.find(id);
  }

  /** As `load`, with its department, disabled or not. */
  async loadWithDepartment(id: string): Promise<ApplicationAndDepartment | undefined> {
    const application = await this.load(id);
    const department = application && (await this.#deps.uow.read.departments.find(application.departmentId));
    return department && { application, department };
  }

  /** For operators: all of them, disabled ones too, by department and id. */
  async list(): Promise<readonly Application[]> {
    const all = await this.#deps.uow.read.applications.list();
    return all.toSorted((a, b) => a.departmentId.localeCompare(b.departmentId) || a.id.localeCompare(b.id));
  }

  /** Every service a citizen can enter, from the widest level down. At most two seconds old. */
  listForHome(): Promise<readonly HomeService[]> {
    return this.#home.get('', async () => {
      const { applications, departments } = this.#deps.uow.read;
      const [all, owners] = await Promise.all([applications.list(), departments.list()]);
      const enabled = new Map(owners.filter((one) => !one.disabledAt).map((one) => [one.id, one]));
      return all
        .flatMap((application) => {
          const department = enabled.get(application.departmentId);
          const isOpen = !application.disabledAt && application.redirectUris.length > 0;
          return department && isOpen ? [homeService(application, department)] : [];
        })
        .toSorted(
          (a, b) =>
            DEPARTMENT_LEVELS.indexOf(a.department.level) - DEPARTMENT_LEVELS.indexOf(b.department.level) ||
            a.department.region.localeCompare(b.department.region) ||
            a.id.localeCompare(b.id),
        );
    });
  }

  /**
   * Checks everything and adds it; `invalid` lists every fault at once. Where the application authenticates with a
   * secret, makes one of 256 random bits.
   * @param input as an operator wrote it: see `newApplicationSchema`
   * @param actor `operator:<name>`
   */
  async add(input: unknown, actor: string): Promise<AddApplicationResult> {
    const parsed = newApplicationSchema.safeParse(input);
    if (!parsed.success) {
      return { outcome: 'invalid', faults: [...faultsOf(parsed.error), ...(await this.#storedFaults(input))] };
    }
    const secret = usesSecret(parsed.data.authentication) ? randomToken() : undefined;
    const draft = recordOf(parsed.data, secret, this.#deps.clock.now());
    const result = await this.#deps.uow.run(async (repositories): Promise<AddApplicationResult> => {
      const department = await repositories.departments.find(draft.departmentId);
      if (!department || department.disabledAt) return invalid('departmentId', 'department_unknown');
      const application = withRegions(draft, department.region);
      const { applications } = repositories;
      const faults = await interfaceFaults(application, applications);
      if (faults.length > 0) return { outcome: 'invalid', faults };
      if (!(await applications.insert(application))) return invalid('id', 'id_taken');
      await record(this.#deps, repositories, 'application.added', {
        actor,
        applicationId: application.id,
        detail: {
          departmentId: application.departmentId,
          authentication: application.authentication,
          claims: application.claims.map(({ claim }) => claim),
          ...(application.resource !== null && { resource: application.resource }),
          calls: application.calls.map(({ resource }) => resource),
        },
      });
      return { outcome: 'added', application, secret };
    });
    this.#forget();
    return result;
  }

  /**
   * Lets an application call an interface; what it was allowed there before is replaced.
   * @param call as an operator wrote it: see `callSchema`
   */
  async allow(id: string, call: unknown, actor: string): Promise<AllowResult> {
    const parsed = callSchema.safeParse(call);
    if (!parsed.success) return { outcome: 'invalid', faults: faultsOf(parsed.error) };
    const { resource, scopes } = parsed.data;
    const result = await this.#deps.uow.run(async (stores): Promise<AllowResult> => {
      const { applications } = stores;
      const application = await applications.find(id);
      if (!application || application.disabledAt) return invalid('id', 'application_unknown');
      if (application.authentication === 'none') return invalid('id', 'api_public');
      const faults = await callFaults(parsed.data, '', applications);
      if (faults.length > 0) return { outcome: 'invalid', faults };
      await applications.setCalls(id, [...without(application.calls, resource), parsed.data]);
      const detail = { resource, scopes };
      await record(this.#deps, stores, 'application.allowed', { actor, applicationId: id, detail });
      return { outcome: 'allowed' };
    });
    this.#forget();
    return result;
  }

  /**
   * Lets an application no longer call an interface: no token is issued from now on, and opaque ones are inactive.
   * @returns false where it was not allowed to
   */
  async forbid(id: string, resource: string, actor: string): Promise<boolean> {
    const forbidden = await this.#deps.uow.run(async (stores) => {
      const { applications } = stores;
      const calls = (await applications.find(id))?.calls ?? [];
      const left = without(calls, resource);
      if (left.length === calls.length) return false;
      await applications.setCalls(id, left);
      const detail = { resource };
      await record(this.#deps, stores, 'application.forbidden', { actor, applicationId: id, detail });
      return true;
    });
    this.#forget();
    return forbidden;
  }

  /** Closes the application and kills everything it was granted, in one transaction. Other nodes follow in ≤ 2 s. */
  async disable(id: string, actor: string): Promise<DisableResult> {
    const { uow, clock } = this.#deps;
    const result = await uow.run(async (stores): Promise<DisableResult> => {
      const { applications, grants } = stores;
      const application = await applications.find(id);
      if (!application) return { outcome: 'unknown' };
      if (application.disabledAt) return { outcome: 'already_disabled' };
      const at = clock.now();
      await applications.setDisabled(id, at);
      const grantsRevoked = await grants.revokeByApplication(id, at);
      const detail = { departmentId: application.departmentId, grantsRevoked };
      await record({ clock }, stores, 'application.disabled', { actor, applicationId: id, detail });
      return { outcome: 'disabled' };
    });
    this.#forget();
    return result;
  }

  /** What the store knows against an input that is faulty anyway, so that all of it is named at once. */
  async #storedFaults(input: unknown): Promise<readonly Fault[]> {
    const { id, departmentId } = (input ?? {}) as Readonly<Record<string, unknown>>;
    const { applications, departments } = this.#deps.uow.read;
    const faults: Fault[] = [];
    if (typeof id === 'string' && (await applications.find(id)))
      faults.push({ path: 'id', fault: 'id_taken', values: {} });
    if (typeof departmentId !== 'string') return faults;
    const department = await departments.find(departmentId);
    if (department && !department.disabledAt) return faults;
    return [...faults, { path: 'departmentId', fault: 'department_unknown', values: {} }];
  }

  async #withDepartment(found: Promise<Application | undefined>): Promise<ApplicationAndDepartment | undefined> {
    const application = await found;
    if (!application || application.disabledAt) return undefined;
    const department = await this.#deps.uow.read.departments.find(application.departmentId);
    return department && !department.disabledAt ? { application, department } : undefined;
  }

  #forget(): void {
    for (const memory of [this.#pairs, this.#offering, this.#home]) memory.forgetAll();
  }
}

/** SHA-256, hex: a secret of 256 random bits needs no slow hash. */
export function secretDigest(secret: string): string {
  return createHash('sha256').update(secret, 'utf8').digest('hex');
}

function usesSecret(authentication: ClientAuthentication): boolean {
  return authentication === 'client_secret_basic' || authentication === 'client_secret_post';
}

function recordOf(input: NewApplication, secret: string | undefined, createdAt: Date): Application {
  const digest = secret === undefined ? null : secretDigest(secret);
  return { ...input, secretDigest: digest, resource: input.api?.uri ?? null, disabledAt: null, createdAt };
}

/** Whoever may ask where a citizen lives may ask about the department's own region, unless other regions were named. */
function withRegions(application: Application, region: string): Application {
  const claims = application.claims.map((permission) =>
    permission.claim === 'resident_of' ? { ...permission, regions: permission.regions ?? [region] } : permission,
  );
  return { ...application, claims };
}

function invalid(path: string, fault: Fault['fault']): { outcome: 'invalid'; faults: readonly Fault[] } {
  return { outcome: 'invalid', faults: [{ path, fault, values: {} }] };
}

function homeService(application: Application, department: Department): HomeService {
  const { id, name, level, region } = department;
  return {
    id: application.id,
    name: application.name,
    summary: application.summary,
    homeUri: application.homeUri,
    department: { id, name, level, region, regionName: regionName(region) },
  };
}
