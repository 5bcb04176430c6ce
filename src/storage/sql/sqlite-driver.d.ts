// The npm alias of better-sqlite3 carries no types of its own; those of @types/better-sqlite3 describe it.
declare module 'sqlite-driver' {
  import Database from 'better-sqlite3';
  export default Database;
}
