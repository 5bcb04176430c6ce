import { AppError, STORE_UNAVAILABLE } from '../../shared/errors.js';
import { DuplicateKeyError } from './session.js';

/**
 * What a failed statement means for the transaction it was part of.
 * - `duplicate`: the statement alone failed.
 * - `conflict`: another transaction was in the way (deadlock, lock wait, busy); the same work may run again.
 * - `lost`: the connection is gone. Before COMMIT nothing was kept; at COMMIT nobody knows.
 * - `unavailable`: the store answered that it cannot (read-only, full, shutting down), or did not answer in time.
 * - `defect`: our statement or value is wrong.
 */
export type Fault = 'duplicate' | 'conflict' | 'lost' | 'unavailable' | 'defect';

/** A statement that failed for a reason the caller cannot have meant. Names the code, never a value. */
export class StatementError extends Error {
  override readonly name = 'StatementError';
  readonly fault: Fault;

  constructor(fault: Fault, code: string, sql: string) {
    super(`${code} in: ${sql.replace(/\s+/g, ' ').slice(0, 200)}`);
    this.fault = fault;
  }
}

/** Our own clock ran out before the server answered. */
export class TimeoutError extends Error {
  override readonly name = 'TimeoutError';
}

const DUPLICATE = new Set([1062]);
/** Lock wait, deadlock (also Galera's failed certification), record changed, TiDB's write conflicts. */
const CONFLICT = new Set([1205, 1213, 1020, 8002, 8022, 9007]);
/**
 * Too many connections; shutting down; disk, memory or table space full; read-only; killed or over the time limit;
 * no such database yet (dropped, or being restored).
 */
const UNAVAILABLE = new Set([
  1040, 1203, 1053, 1021, 1037, 1041, 1114, 1290, 1792, 1836, 1317, 1969, 3024, 1927, 1045, 1049,
]);
const LOST = new Set([
  'PROTOCOL_CONNECTION_LOST',
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
]);

interface DriverError {
  readonly code?: string;
  readonly errno?: number;
  readonly fatal?: boolean;
}

/** Reads mysql2's errors. */
export function mysqlFault(error: unknown): Fault {
  if (error instanceof TimeoutError) return 'unavailable';
  const { code = '', errno = 0, fatal = false } = error as DriverError;
  if (DUPLICATE.has(errno)) return 'duplicate';
  if (CONFLICT.has(errno)) return 'conflict';
  if (UNAVAILABLE.has(errno)) return 'unavailable';
  if (fatal || LOST.has(code)) return 'lost';
  return (error as Error).message?.startsWith('Pool is closed') ? 'unavailable' : 'defect';
}

/** Reads better-sqlite3's errors, whose codes are SQLite's extended result codes by name. */
export function sqliteFault(error: unknown): Fault {
  const { code = '' } = error as DriverError;
  if (code === 'SQLITE_CONSTRAINT_PRIMARYKEY' || code === 'SQLITE_CONSTRAINT_UNIQUE') return 'duplicate';
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) return 'conflict';
  if (/^SQLITE_(FULL|IOERR|READONLY|CANTOPEN|CORRUPT|NOTADB|NOMEM)/.test(code)) return 'unavailable';
  return 'defect';
}

/** The error a repository's caller sees for a fault. */
export function storeError(fault: Fault, error: unknown, sql: string): Error {
  if (fault === 'duplicate') return new DuplicateKeyError();
  const { code } = error as DriverError;
  return new StatementError(fault, code ?? (error as Error).name, sql);
}

/** What leaves storage when the store, and not the caller, is at fault. */
export function unavailable(cause: unknown): AppError {
  return new AppError(STORE_UNAVAILABLE, { cause });
}
