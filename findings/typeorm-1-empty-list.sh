#!/usr/bin/env bash
# typeorm 1.1.1: an empty list in `IN (:...list)` is no row on SQLite and a syntax error on MariaDB; `In([])` is neither.
#
# A good engineer would guess: TypeORM knows about empty lists, since its find operator In([]) becomes a condition that is
# never true; so the query builder's spread parameter does the same, or refuses, and in any case the same everywhere.
#
# Seen: the query builder writes `IN ()`. SQLite takes that as an extension and answers nothing; MariaDB answers error 1064.
# A filter whose choices can all be taken away passes every test on the embedded database and fails on the server. The same
# list through In() becomes `0=1` on both.
#
# Source: https://typeorm.io/docs/query-builder/select-query-builder (IN expression); SQLite's "empty list" note at
# https://www.sqlite.org/lang_expr.html#the_in_and_not_in_operators.
# Needs: Node 22 or newer, npm, mariadbd with mariadb-install-db (Debian packages mariadb-server-core, mariadb-client-core).
set -euo pipefail
command -v mariadbd >/dev/null || PATH=$PATH:/usr/sbin
command -v mariadbd >/dev/null || { echo 'mariadbd is missing'; exit 2; }
folder=$(mktemp -d)
cleanup() { [ -f "$folder/pid" ] && kill "$(cat "$folder/pid")" 2>/dev/null && sleep 1; rm -rf "$folder"; }
trap cleanup EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts --force typeorm@1.1.1 better-sqlite3@13.2.0 mysql2@3.24.6 2>/dev/null
account=(); [ "$(id -u)" = 0 ] && account=(--user=root)
mariadb-install-db --no-defaults --datadir="$folder/data" "${account[@]}" --skip-test-db >/dev/null 2>&1
printf '%s;\n' 'CREATE DATABASE t' "CREATE USER 't'@'localhost' IDENTIFIED BY 't'" "GRANT ALL ON t.* TO 't'@'localhost'" >init.sql
mariadbd --no-defaults "${account[@]}" --datadir="$folder/data" --socket="$folder/socket" --pid-file="$folder/pid" \
  --skip-networking --init-file="$folder/init.sql" >log 2>&1 &
for _ in $(seq 100); do [ -S "$folder/socket" ] && break; sleep 0.1; done
mariadbd --version
cat >run.mjs <<'JS'
import { DataSource, EntitySchema, In } from 'typeorm';
import Sqlite from 'better-sqlite3';
const things = new EntitySchema({
  name: 'things',
  tableName: 'things',
  columns: { id: { type: 'int', primary: true } },
});
const more = { entities: [things], synchronize: true };
const sources = [
  new DataSource({ type: 'better-sqlite3', driver: Sqlite, database: ':memory:', ...more }),
  new DataSource({ type: 'mysql', socketPath: process.argv[2], username: 't', password: 't', database: 't', ...more }),
];
const seen = [];
for (const source of sources) {
  await source.initialize();
  const asked = async (query) => query.getMany().then((rows) => `${rows.length} rows`, (error) => error.code ?? error.name);
  const builder = () => source.createQueryBuilder(things, 't');
  const spread = await asked(builder().where('t.id IN (:...list)', { list: [] }));
  const operator = await asked(builder().where({ id: In([]) }));
  console.log(`${source.options.type}: IN (:...list) ${spread}; In([]) ${operator}`);
  seen.push(spread, operator);
  await source.destroy();
}
const same = seen.join() === '0 rows,0 rows,ER_PARSE_ERROR,0 rows';
console.log(same ? 'as found' : 'this has changed');
process.exit(same ? 0 : 1);
JS
node run.mjs "$folder/socket"
