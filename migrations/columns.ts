import {
  type QueryRunner,
  Table,
  TableColumn,
  type TableColumnOptions,
  TableIndex,
  type TableIndexOptions,
} from 'typeorm';

type Column = Omit<TableColumnOptions, 'name'>;

// Steps that were merged rely on this file as it is: add to it, never change what is here.

/** Columns as MySQL, MariaDB and SQLite all keep them: no bigint, enum, char or varbinary; ids and digests as text. */
export const key: Column = { type: 'varchar', length: '128', isPrimary: true };
export const id: Column = { type: 'varchar', length: '128' };
export const word: Column = { type: 'varchar', length: '64' };
export const keyWord: Column = { ...word, isPrimary: true };
export const address: Column = { type: 'varchar', length: '500' };
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
  for (const { name, columns, indices = [] } of plans) {
    const options = optionsOf(runner, columns);
    await runner.createTable(new Table({ name, columns: options, indices: [...indices] }), true);
  }
}

/** Adds the columns that are not there yet. */
export async function addColumns(
  runner: QueryRunner,
  table: string,
  columns: Readonly<Record<string, Column>>,
): Promise<void> {
  for (const options of optionsOf(runner, columns)) {
    if (!(await runner.hasColumn(table, options.name))) await runner.addColumn(table, new TableColumn(options));
  }
}

/** Adds the index if it is not there yet. */
export async function addIndex(runner: QueryRunner, table: string, options: TableIndexOptions): Promise<void> {
  const present = await runner.getTable(table);
  if (!present?.indices.some(({ name }) => name === options.name)) {
    await runner.createIndex(table, new TableIndex(options));
  }
}

export async function dropIndex(runner: QueryRunner, table: string, name: string): Promise<void> {
  const present = await runner.getTable(table);
  if (present?.indices.some((one) => one.name === name)) await runner.dropIndex(table, name);
}

export async function dropColumns(runner: QueryRunner, table: string, columns: readonly string[]): Promise<void> {
  for (const name of columns) if (await runner.hasColumn(table, name)) await runner.dropColumn(table, name);
}

function optionsOf(runner: QueryRunner, columns: Readonly<Record<string, Column>>): TableColumnOptions[] {
  const bytewise =
    runner.connection.options.type === 'better-sqlite3' ? {} : { charset: 'utf8mb4', collation: 'utf8mb4_bin' };
  return Object.entries(columns).map(([column, plan]) => ({
    name: column,
    ...plan,
    ...(plan.type === 'varchar' || plan.type === 'text' ? bytewise : {}),
  }));
}

export async function dropTables(runner: QueryRunner, plans: readonly TablePlan[]): Promise<void> {
  for (const { name } of plans.toReversed()) await runner.dropTable(name, true);
}

/** @param columns the leading column first */
export function index(name: string, columns: readonly string[], isUnique = false): TableIndexOptions {
  return { name, columnNames: [...columns], isUnique };
}
