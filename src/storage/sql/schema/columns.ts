import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';

export type Column = Omit<EntitySchemaColumnOptions, 'name'>;

export const key: Column = { type: 'varchar', length: 128, primary: true };
export const id: Column = { type: 'varchar', length: 128 };
export const word: Column = { type: 'varchar', length: 64 };
export const address: Column = { type: 'varchar', length: 500 };
export const text: Column = { type: 'text' };
export const whole: Column = { type: 'int' };
export const json: Column = { type: 'json' };
export const date: Column = { type: 'datetime', precision: 3 };

export const maybe = (column: Column): Column => ({ ...column, nullable: true });

/** Names every column after its property, in snake case, so that a record type and its table cannot drift apart. */
export function define<T extends object>(
  tableName: string,
  columns: Record<keyof T & string, Column>,
): EntitySchema<T> {
  const named = Object.entries<Column>(columns).map(([property, column]) => {
    const name = property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    return [property, { ...column, name }];
  });
  return new EntitySchema<T>({ name: tableName, tableName, columns: Object.fromEntries(named) });
}
