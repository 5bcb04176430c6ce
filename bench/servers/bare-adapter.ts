import type { Redis } from 'ioredis';
import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';

/**
 * The leanest adapter that does the flows: one string per artifact, one more that leads to a session from its uid.
 * It checks, then writes: of two uses of one code at the same moment both may succeed.
 */
export function createBareAdapter(redis: Redis): AdapterFactory {
  return (model): Adapter => {
    const key = (id: string): string => `${model}:${id}`;
    const uidKey = (uid: string): string => `uid:${uid}`;

    const find = async (id: string): Promise<AdapterPayload | undefined> => {
      const text = await redis.get(key(id));
      return text === null ? undefined : (JSON.parse(text) as AdapterPayload);
    };

    return {
      find,
      async upsert(id, payload, ttl = 3600) {
        const writes: Promise<unknown>[] = [redis.set(key(id), JSON.stringify(payload), 'EX', ttl)];
        if (model === 'Session') writes.push(redis.set(uidKey(payload.uid!), id, 'EX', ttl));
        await Promise.all(writes);
      },
      async findByUid(uid) {
        const id = await redis.get(uidKey(uid));
        return id === null ? undefined : find(id);
      },
      async consume(id) {
        const payload = await find(id);
        if (!payload) return;
        const consumed = Math.floor(Date.now() / 1000);
        await redis.set(key(id), JSON.stringify({ ...payload, consumed }), 'KEEPTTL');
      },
      async destroy(id) {
        await redis.del(key(id));
      },
      // Tokens whose Grant is gone are dead, and that is deleted by `destroy`.
      async revokeByGrantId() {},
      async findByUserCode() {
        return undefined;
      },
    };
  };
}
