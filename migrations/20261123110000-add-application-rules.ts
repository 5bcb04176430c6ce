import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumns, dropColumns, word } from './columns.js';

const TABLE = 'applications';

/** What was registered before goes on as it was: requests need not be pushed, assertions are for the issuer. */
const COLUMNS = {
  pushed_requests: { ...word, default: "'optional'" },
  assertion_audience: { ...word, default: "'issuer'" },
};

/** Rules that an application may have of its own: pushed requests only, and the audience of its client assertions. */
export class AddApplicationRules implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return addColumns(runner, TABLE, COLUMNS);
  }

  down(runner: QueryRunner): Promise<void> {
    return dropColumns(runner, TABLE, Object.keys(COLUMNS));
  }
}
