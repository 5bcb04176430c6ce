export { MemoryStore, type MemoryStoreOptions } from './memory/memory-store.js';
export { type DatabaseHandle, type DatabaseSettings, openDatabase } from './mysql/database.js';
export type { MigrationStatus, Migrations } from './mysql/migration-runner.js';
export { openRedis, type RedisStore } from './redis/redis-store.js';
