import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import { migrations } from '../../migrations/index.js';
import { systemClock } from '../../src/shared/clock.js';
import { type DatabaseHandle, openDatabase } from '../../src/storage/index.js';
import { MigrationRunner } from '../../src/storage/sql/migration-runner.js';
import { mysqlDataSource } from '../../src/storage/sql/mysql-store.js';
import { entities } from '../../src/storage/sql/schema/index.js';
import { sqliteDataSource } from '../../src/storage/sql/sqlite-store.js';
import { application, identity } from '../stores/records.js';
import { onServer, testServer } from '../support/stores.js';

const LIMITS = { poolSize: 4, acquireTimeoutMs: 2000, queryTimeoutMs: 10_000 };

interface Place {
  open(): Promise<DatabaseHandle>;
  source(): DataSource;
  remove(): Promise<void>;
}

async function sqlitePlace(): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'yihao-migrations-'));
  const file = join(folder, 'new', 'yihao.sqlite');
  return {
    open: () => openDatabase({ url: undefined, file, ...LIMITS }),
    source: () => sqliteDataSource(file, 'write').source,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

async function serverPlace(): Promise<Place> {
  const server = testServer('YIHAO_TEST_DATABASE_URL');
  const name = `yihao_migrations_${randomBytes(5).toString('hex')}`;
  const url = new URL(server);
  url.pathname = `/${name}`;
  // The server's own default collation on purpose: the columns have to bring theirs.
  await onServer(server, (root) => root.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4`));
  return {
    open: () => openDatabase({ url: url.href, file: '', ...LIMITS }),
    source: () => mysqlDataSource({ url: url.href, ...LIMITS }).source,
    remove: () => onServer(server, (root) => root.query(`DROP DATABASE ${name}`)),
  };
}

for (const [kind, makePlace] of [
  ['SQLite', sqlitePlace],
  ['MariaDB', serverPlace],
] as const) {
  describe(`migrations · ${kind}`, () => {
    let place: Place;
    let database: DatabaseHandle;

    beforeEach(async () => {
      place = await makePlace();
      database = await place.open();
    });
    afterEach(async () => {
      await database.close();
      await place.remove();
    });

    const names = migrations.map(({ name }) => name);

    it('go up once, say where they stand, and an outdated schema is named in one sentence', async () => {
      assert.deepEqual(
        (await database.migrations.status()).map(({ appliedAt }) => appliedAt),
        names.map(() => null),
      );
      await assert.rejects(
        database.migrations.assertCurrent(),
        new RegExp(`${names.length} steps behind.*yihao migrate up`),
      );
      assert.deepEqual(await database.migrations.up(), names);
      assert.deepEqual(await database.migrations.up(), []);
      for (const { appliedAt } of await database.migrations.status()) {
        assert.ok(appliedAt && Math.abs(appliedAt.getTime() - Date.now()) < 60_000);
      }
      await database.migrations.assertCurrent();
    });

    /** Down, one step after the other, to before this one. */
    async function downTo(step: number): Promise<void> {
      for (let undone: string | undefined; undone !== names[step]; ) {
        const last: string | undefined = undone;
        undone = await database.migrations.down();
        assert.ok(undone && (!last || undone < last));
      }
    }

    it('go up, down and up again with rows present', async () => {
      await database.migrations.up();
      const [person, portal] = [identity(), application()];
      const write = (): Promise<void> =>
        database.uow.run(async ({ identities, applications }) => {
          await identities.insert(person);
          await applications.insert(portal);
        });
      await write();
      assert.equal(await database.migrations.down(), names.at(-1));
      await assert.rejects(database.migrations.assertCurrent(), /one step behind/);
      await downTo(2);
      await database.migrations.up();
      assert.deepEqual(await database.uow.read.applications.find(portal.id), portal, 'an old row gets the old rules');
      await downTo(1);
      await database.migrations.up();
      assert.deepEqual(await database.uow.read.identities.find(person.id), person, 'the first step keeps its rows');
      await downTo(1);
      assert.equal(await database.migrations.down(), names[0]);
      assert.equal(await database.migrations.down(), undefined);
      await database.migrations.up();
      await write();
      assert.deepEqual(await database.uow.read.applications.find(portal.id), portal);
    });

    it('run once when several nodes start at once', async () => {
      const nodes = await Promise.all([place.open(), place.open(), place.open()]);
      const ran = await Promise.all(nodes.map((node) => node.migrations.up()));
      await Promise.all(nodes.map((node) => node.close()));
      assert.deepEqual(ran.flat().sort(), names);
      assert.equal(ran.filter((steps) => steps.length > 0).length, 1, 'one node ran them all');
    });

    it('take over the lock of a node that died, run a cut-off step again, and leave no lock behind', async () => {
      const source = await place.source().initialize();
      const runner = new MigrationRunner(source, migrations, systemClock);
      await runner.up();
      await source.query(
        "INSERT INTO migrations_lock (id, holder, expires_at) VALUES (1, 'dead', '2020-01-01 00:00:00.000')",
      );
      // As if the node had died after the second step's tables were made and before it was written down.
      await source.query('DELETE FROM schema_migrations WHERE name = ?', [names[1]]);
      assert.deepEqual(await runner.up(), [names[1]]);
      assert.deepEqual(await source.query('SELECT * FROM migrations_lock'), []);
      await source.destroy();
    });

    it('tolerate the steps of a newer version', async () => {
      await database.migrations.up();
      const source = await place.source().initialize();
      await source.query(
        "INSERT INTO schema_migrations (name, applied_at) VALUES ('99990101000000-add-future', '2026-01-01 00:00:00.000')",
      );
      await source.destroy();
      await database.migrations.assertCurrent();
      assert.deepEqual(
        (await database.migrations.status()).map(({ name }) => name),
        names,
      );
    });

    it('a failing step is not written down, and frees the lock', async () => {
      const source = await place.source().initialize();
      class Failing {
        async up(): Promise<void> {
          throw new Error('no such luck');
        }
        async down(): Promise<void> {}
      }
      const broken = new MigrationRunner(source, [{ name: '1-fail-always', steps: Failing }], systemClock);
      await assert.rejects(broken.up(), /no such luck/);
      assert.deepEqual(await broken.status(), [{ name: '1-fail-always', appliedAt: null }]);
      assert.deepEqual(await source.query('SELECT * FROM migrations_lock'), []);
      await source.destroy();
    });

    it('make every column that the mapping names, as nullable as it says, and no other', async () => {
      await database.migrations.up();
      const source = await place.source().initialize();
      const runner = source.createQueryRunner();
      for (const { options } of entities) {
        const table = await runner.getTable(String(options.tableName));
        const there = table?.columns.map(({ name, isNullable, isPrimary }) => `${name} ${isNullable} ${isPrimary}`);
        const mapped = Object.values(options.columns).map(
          (column) => `${column?.name} ${column?.nullable ?? false} ${column?.primary ?? false}`,
        );
        assert.deepEqual(there?.sort(), mapped.sort(), String(options.tableName));
      }
      if (kind !== 'SQLite') {
        const rows: { collation: string }[] = await source.query(
          `SELECT DISTINCT collation_name AS collation FROM information_schema.columns
           WHERE table_schema = DATABASE() AND collation_name IS NOT NULL`,
        );
        assert.deepEqual(
          rows.map(({ collation }) => collation),
          ['utf8mb4_bin'],
        );
      }
      await source.destroy();
    });
  });
}
