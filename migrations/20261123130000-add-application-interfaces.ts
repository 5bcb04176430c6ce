import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumns, addIndex, address, dropColumns, dropIndex, index, json, maybe } from './columns.js';

const TABLE = 'applications';

/** What was registered before offers nothing and calls nobody. MySQL takes a default for JSON only in parentheses. */
const COLUMNS = {
  api: maybe(json),
  resource: maybe(address),
  calls: { ...json, default: "('[]')" },
};

/** The address of an interface is one application's; those without one do not meet here. */
const UNIQUE = index('applications_resource', ['resource'], true);

/** Interfaces that an application offers to others, and those that it may call in its own name. */
export class AddApplicationInterfaces implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumns(runner, TABLE, COLUMNS);
    await addIndex(runner, TABLE, UNIQUE);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropIndex(runner, TABLE, UNIQUE.name!);
    await dropColumns(runner, TABLE, Object.keys(COLUMNS));
  }
}
