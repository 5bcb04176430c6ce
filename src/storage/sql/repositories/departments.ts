import type {
  Application,
  ApplicationRepository,
  Call,
  Department,
  DepartmentRepository,
  Subject,
  SubjectRepository,
} from '../../../domain/records/index.js';
import { Repository } from '../repository.js';
import * as schema from '../schema/index.js';
import { Table } from '../table.js';

const departmentTable = new Table(schema.departments);
const applicationTable = new Table(schema.applications);
const subjectTable = new Table(schema.subjects);

export class SqlDepartments extends Repository implements DepartmentRepository {
  find(id: string): Promise<Department | undefined> {
    return departmentTable.find(this.session, { id });
  }

  list(): Promise<readonly Department[]> {
    return this.search.list(departmentTable, (query) => query.orderBy('it.id'));
  }

  insert(department: Department): Promise<boolean> {
    return departmentTable.insertNew(this.session, department);
  }

  async setDisabled(id: string, at: Date | null): Promise<boolean> {
    return (await departmentTable.update(this.session, { disabledAt: at }, { id })) > 0;
  }
}

export class SqlApplications extends Repository implements ApplicationRepository {
  find(id: string): Promise<Application | undefined> {
    return applicationTable.find(this.session, { id });
  }

  findByResource(uri: string): Promise<Application | undefined> {
    return applicationTable.find(this.session, { resource: uri });
  }

  list(): Promise<readonly Application[]> {
    return this.search.list(applicationTable, (query) => query.orderBy('it.id'));
  }

  insert(application: Application): Promise<boolean> {
    return applicationTable.insertNew(this.session, application);
  }

  async setCalls(id: string, calls: readonly Call[]): Promise<void> {
    await applicationTable.update(this.session, { calls }, { id });
  }

  async setDisabled(id: string, at: Date | null): Promise<boolean> {
    const change = at === null ? { disabledAt: null } : { disabledAt: at, resource: null };
    return (await applicationTable.update(this.session, change, { id })) > 0;
  }
}

export class SqlSubjects extends Repository implements SubjectRepository {
  find(identityId: string, departmentId: string): Promise<Subject | undefined> {
    return subjectTable.find(this.session, { identityId, departmentId });
  }

  insert(subject: Subject): Promise<boolean> {
    return subjectTable.insertNew(this.session, subject);
  }

  ofIdentity(identityId: string): Promise<readonly Subject[]> {
    return subjectTable.list(this.session, { identityId }, ' ORDER BY department_id');
  }

  async move({ identityId: from, departmentId }: Subject, identityId: string): Promise<void> {
    await subjectTable.update(this.session, { identityId }, { identityId: from, departmentId });
  }

  async remove(identityId: string, departmentId: string): Promise<boolean> {
    return (await subjectTable.remove(this.session, { identityId, departmentId })) > 0;
  }
}
