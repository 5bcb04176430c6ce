#!/usr/bin/env bash
# typeorm 1.1.1: one query builder, two kinds of database: MySQL gets `?` for every value, SQLite gets numbers written into
# the text.
#
# A good engineer would guess: a value set as a parameter is bound, whichever the driver, so that a statement has one text
# and is prepared once; a cache of prepared statements by their text stays as small as the program has queries.
#
# Seen: with better-sqlite3 a number becomes part of the statement ("id" = 7), strings and dates are bound. Each other number
# is another text: a cache by text grows with the data. With mysql all of them are bound.
#
# Source: AbstractSqliteDriver.escapeQueryWithParameters and MysqlDriver.escapeQueryWithParameters of the installed package;
# https://typeorm.io/docs/query-builder/select-query-builder (parameters).
# Needs: Node 22 or newer and npm. No server: the statements are only written.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts --force typeorm@1.1.1 better-sqlite3@13.2.0 2>/dev/null
cat >run.mjs <<'JS'
import { DataSource, EntitySchema } from 'typeorm';
import Sqlite from 'better-sqlite3';
const things = new EntitySchema({
  name: 'things',
  tableName: 'things',
  columns: { id: { type: 'int', primary: true }, name: { type: 'varchar', length: 20 } },
});
const source = await new DataSource({
  type: 'better-sqlite3', driver: Sqlite, database: ':memory:', entities: [things], synchronize: true,
}).initialize();
const written = (id) =>
  source.createQueryBuilder(things, 't').where('t.id = :id AND t.name = :name', { id, name: 'x' }).getQueryAndParameters();
for (const id of [7, 8]) console.log(...written(id).map((part) => JSON.stringify(part)));
const texts = new Set(Array.from({ length: 100 }, (_, id) => written(id)[0]));
console.log(`100 numbers, ${texts.size} texts`);
const [, values] = written(7);
const same = texts.size === 100 && values.length === 1 && values[0] === 'x';
console.log(same ? 'as found' : 'this has changed');
await source.destroy();
process.exit(same ? 0 : 1);
JS
node run.mjs
