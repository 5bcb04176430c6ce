import type { CHAPTERS, ExportReading, ExportRow } from '../holdings/index.js';
import type { Repositories } from '../records/index.js';

export type ExportChapter = (typeof CHAPTERS)[number];

/** What a chapter holds of the identity, as it leaves: its fields alone, with the names of those who are only numbered there. */
export async function readChapter(chapter: ExportChapter, reading: ExportReading): Promise<readonly ExportRow[]> {
  const { stores, identityId } = reading;
  const rows = chapter.read ? await chapter.read(reading) : await stores.holdings.of(chapter.table, identityId);
  const names = new Map<string, Promise<object>>();
  return Promise.all(
    rows.map(async (row) => {
      const kept: ExportRow = Object.fromEntries(chapter.fields.map((field) => [field, row[field] ?? null]));
      const { applicationId, departmentId } = kept;
      const key = `${applicationId}|${departmentId}`;
      if (!names.has(key)) names.set(key, namesOf(stores, applicationId, departmentId));
      return { ...kept, ...(await names.get(key)) };
    }),
  );
}

async function namesOf(stores: Repositories, applicationId: unknown, departmentId: unknown): Promise<object> {
  const application = typeof applicationId === 'string' ? await stores.applications.find(applicationId) : undefined;
  const id = departmentId ?? application?.departmentId;
  const department = typeof id === 'string' ? await stores.departments.find(id) : undefined;
  return { ...(application && { application: application.name }), ...(department && { department: department.name }) };
}
