export { MemoryStore, type MemoryStoreOptions } from './memory/memory-store.js';
export { openRedis, type RedisStore } from './redis/redis-store.js';
export { type DatabaseHandle, type DatabaseSettings, openDatabase } from './sql/database.js';
export type { MigrationStatus, Migrations } from './sql/migration-runner.js';
