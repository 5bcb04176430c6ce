import { type QueryRunner, Table, type TableColumnOptions, type TableIndexOptions } from 'typeorm';

type Column = Omit<TableColumnOptions, 'name'>;

// Steps that were merged rely on this file as it is: add to it, never change what is here.

/** Columns as MySQL, MariaDB and SQLite all keep them: no bigint, enum, char or varbinary; ids and digests as text. */
export const key: Column = { type: 'varchar', length: '128', isPrimary: true };
export const id: Column = { type: 'varchar', length: '128' };
export const word: Column = { type: 'varchar', length: '64' };
export const keyWord: Column = { ...word, isPrimary: true };
export const text: Column = { type: 'text' };
export const whole: Column = { type: 'int' };
export const keyWhole: Column = { ...whole, isPrimary: true };
export const json: Column = { type: 'json' };
export const date: Column = { type: 'datetime', precision: 3 };

export const maybe = (column: Column): Column => ({ ...column, isNullable: true });

export interface TablePlan {
  readonly name: string;
  readonly columns: Readonly<Record<string, Column>>;
  readonly indices?: readonly TableIndexOptions[];
}

/**
 * Creates the tables that are not there yet. (MySQL commits each schema change by itself, so a step that was cut off
 * half-way is run again from its start.) Text compares byte by byte, since MariaDB's default takes 'AbC=' for 'abc='.
 */
export async function createTables(runner: QueryRunner, plans: readonly TablePlan[]): Promise<void> {
  const bytewise =
    runner.connection.options.type === 'better-sqlite3' ? {} : { charset: 'utf8mb4', collation: 'utf8mb4_bin' };
  for (const { name, columns, indices = [] } of plans) {
    const options = Object.entries(columns).map(([column, plan]) => ({
      name: column,
      ...plan,
      ...(plan.type === 'varchar' || plan.type === 'text' ? bytewise : {}),
    }));
    await runner.createTable(new Table({ name, columns: options, indices: [...indices] }), true);
  }
}

export async function dropTables(runner: QueryRunner, plans: readonly TablePlan[]): Promise<void> {
  for (const { name } of plans.toReversed()) await runner.dropTable(name, true);
}

/** @param columns the leading column first */
export function index(name: string, columns: readonly string[], isUnique = false): TableIndexOptions {
  return { name, columnNames: [...columns], isUnique };
}
