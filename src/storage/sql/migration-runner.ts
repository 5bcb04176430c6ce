import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource, MigrationInterface, QueryRunner } from 'typeorm';
import type { Clock } from '../../shared/clock.js';
import { randomToken } from '../../shared/random.js';
import { mysqlFault, sqliteFault } from './faults.js';
import { dateText, toDate } from './table.js';

/** One step of the schema, as `migrations/` lists them. */
export interface Migration {
  /** `<timestamp>-<verb>-<noun>`, as its file; steps run in the order of their names. */
  readonly name: string;
  readonly steps: new () => Pick<MigrationInterface, 'up' | 'down'>;
}

export interface MigrationStatus {
  readonly name: string;
  readonly appliedAt: Date | null;
}

export interface Migrations {
  /** Every known step, oldest first. Steps of a newer version are not listed: version N runs beside N+1. */
  status(): Promise<readonly MigrationStatus[]>;
  /** Runs what is pending. @returns the names of the steps that this call ran */
  up(): Promise<readonly string[]>;
  /** Undoes the newest step. @returns its name, or undefined where none was applied */
  down(): Promise<string | undefined>;
  /** @throws Error with one sentence for the operator where a step is pending */
  assertCurrent(): Promise<void>;
}

/** A node that died while migrating loses its lock after this long; a living one renews it. */
const LEASE_MS = 30_000;
const RENEW_MS = 10_000;
const POLL_MS = 100;
/** Longer than any step may take, shorter than an operator's patience. */
const WAIT_MS = 10 * 60_000;

/**
 * Runs migrations, one node at a time. The lock is a row: inserting it takes it, and one whose lease ended is taken
 * over by compare-and-set. (GET_LOCK is known neither to Vitess nor to Galera.)
 */
export class MigrationRunner implements Migrations {
  readonly #source: DataSource;
  readonly #migrations: readonly Migration[];
  readonly #clock: Clock;

  constructor(source: DataSource, migrations: readonly Migration[], clock: Clock) {
    this.#source = source;
    this.#migrations = migrations;
    this.#clock = clock;
  }

  async status(): Promise<readonly MigrationStatus[]> {
    return this.#withRunner((runner) => this.#read(runner));
  }

  async assertCurrent(): Promise<void> {
    const pending = (await this.status()).filter((step) => !step.appliedAt);
    if (pending.length === 0) return;
    const steps = pending.length === 1 ? 'one step' : `${pending.length} steps`;
    throw new Error(`The database schema is ${steps} behind this version: run "yihao migrate up", then start again.`);
  }

  async up(): Promise<readonly string[]> {
    return this.#withRunner(async (runner) => {
      if ((await this.#read(runner)).every((step) => step.appliedAt)) return [];
      return this.#locked(runner, async () => {
        const applied = new Set((await this.#read(runner)).filter((step) => step.appliedAt).map((step) => step.name));
        const pending = this.#migrations.filter((migration) => !applied.has(migration.name));
        for (const migration of pending) {
          await this.#step(runner, async () => {
            await new migration.steps().up(runner);
            const row = [migration.name, dateText(this.#clock.now())];
            await runner.query('INSERT INTO schema_migrations (name, applied_at) VALUES (?, ?)', row);
          });
        }
        return pending.map((migration) => migration.name);
      });
    });
  }

  async down(): Promise<string | undefined> {
    return this.#withRunner((runner) =>
      this.#locked(runner, async () => {
        const newest = (await this.#read(runner)).filter((step) => step.appliedAt).at(-1);
        const migration = this.#migrations.find((known) => known.name === newest?.name);
        if (!migration) return undefined;
        await this.#step(runner, async () => {
          await new migration.steps().down(runner);
          await runner.query('DELETE FROM schema_migrations WHERE name = ?', [migration.name]);
        });
        return migration.name;
      }),
    );
  }

  get #sqlite(): boolean {
    return this.#source.options.type === 'better-sqlite3';
  }

  async #withRunner<T>(use: (runner: QueryRunner) => Promise<T>): Promise<T> {
    const runner = this.#source.createQueryRunner();
    try {
      return await use(runner);
    } finally {
      // SQLite's query runner is the data source's only one; releasing it would end its connection's use.
      if (!this.#sqlite) await runner.release();
    }
  }

  async #read(runner: QueryRunner): Promise<readonly MigrationStatus[]> {
    const rows: { name: string; applied_at: unknown }[] = (await runner.hasTable('schema_migrations'))
      ? await runner.query('SELECT name, applied_at FROM schema_migrations')
      : [];
    const applied = new Map(rows.map((row) => [row.name, toDate(row.applied_at)]));
    return this.#migrations.map(({ name }) => ({ name, appliedAt: applied.get(name) ?? null }));
  }

  /** SQLite's schema changes are part of a transaction; MySQL's are not, so each step there can be run again. */
  async #step(runner: QueryRunner, work: () => Promise<void>): Promise<void> {
    if (!this.#sqlite) return work();
    await this.#patient(() => runner.query('BEGIN IMMEDIATE'));
    try {
      await work();
      await runner.query('COMMIT');
    } catch (error) {
      await runner.query('ROLLBACK').catch(() => undefined);
      throw error;
    }
  }

  async #locked<T>(runner: QueryRunner, work: () => Promise<T>): Promise<T> {
    const holder = randomToken();
    await this.#prepare(runner);
    await this.#take(runner, holder);
    const renewal = setInterval(() => void this.#renew(holder), RENEW_MS);
    try {
      return await work();
    } finally {
      clearInterval(renewal);
      const sql = 'DELETE FROM migrations_lock WHERE holder = ?';
      // Where even this fails, the lease ends the lock; what the work threw is what the operator needs to read.
      await this.#patient(() => runner.query(sql, [holder])).catch(() => undefined);
    }
  }

  async #prepare(runner: QueryRunner): Promise<void> {
    const end = this.#sqlite ? '' : ' CHARACTER SET utf8mb4 COLLATE utf8mb4_bin';
    for (const table of [
      'schema_migrations (name varchar(128) NOT NULL PRIMARY KEY, applied_at datetime(3) NOT NULL)',
      'migrations_lock (id int NOT NULL PRIMARY KEY, holder varchar(64) NOT NULL, expires_at datetime(3) NOT NULL)',
    ]) {
      await this.#patient(() => runner.query(`CREATE TABLE IF NOT EXISTS ${table}${end}`));
    }
  }

  async #take(runner: QueryRunner, holder: string): Promise<void> {
    const giveUp = Date.now() + WAIT_MS;
    while (!(await this.#patient(() => this.#tryTake(runner, holder)))) {
      if (Date.now() > giveUp) throw new Error('Another process has held the migrations lock for 10 minutes.');
      await sleep(POLL_MS);
    }
  }

  async #tryTake(runner: QueryRunner, holder: string): Promise<boolean> {
    const now = this.#clock.now();
    const end = dateText(new Date(now.getTime() + LEASE_MS));
    await runner.query('DELETE FROM migrations_lock WHERE id = 1 AND expires_at < ?', [dateText(now)]);
    try {
      await runner.query('INSERT INTO migrations_lock (id, holder, expires_at) VALUES (1, ?, ?)', [holder, end]);
      return true;
    } catch (error) {
      if (this.#faultOf(error) === 'duplicate') return false;
      throw error;
    }
  }

  async #renew(holder: string): Promise<void> {
    const end = dateText(new Date(this.#clock.now().getTime() + LEASE_MS));
    const sql = 'UPDATE migrations_lock SET expires_at = ? WHERE holder = ?';
    // On SQLite the step's transaction is on this very connection; the renewal is part of it and commits with it.
    await this.#withRunner((runner) => runner.query(sql, [end, holder])).catch(() => undefined);
  }

  /** Two nodes that start at once get in each other's way for a moment (busy file, deadlock): ask again. */
  async #patient<T>(work: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await work();
      } catch (error) {
        if (this.#faultOf(error) !== 'conflict' || attempt > 200) throw error;
        await sleep(5 + Math.random() * 20);
      }
    }
  }

  #faultOf(error: unknown): string {
    const cause = (error as { driverError?: unknown }).driverError ?? error;
    return this.#sqlite ? sqliteFault(cause) : mysqlFault(cause);
  }
}
