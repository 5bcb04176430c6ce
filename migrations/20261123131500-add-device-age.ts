import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addIndex, dropIndex, index } from './columns.js';

const TABLE = 'known_devices';
const AGE = index('known_devices_age', ['last_seen_at']);

/** Devices that are asked for a code again anyway are found by their age and swept. */
export class AddDeviceAge implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return addIndex(runner, TABLE, AGE);
  }

  down(runner: QueryRunner): Promise<void> {
    return dropIndex(runner, TABLE, AGE.name!);
  }
}
