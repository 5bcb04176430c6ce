import type { EphemeralStore } from '../../src/shared/ephemeral.js';

export interface Written {
  readonly key: string;
  readonly value: string;
  readonly ttl: number | undefined;
}

/** The ephemeral store, with everything that was ever written into it. */
export function recording(store: EphemeralStore): {
  readonly store: EphemeralStore;
  readonly written: readonly Written[];
} {
  const written: Written[] = [];
  const note = (key: string, value: string, ttl?: number): void => void written.push({ key, value, ttl });
  return {
    written,
    store: {
      get: (key) => store.get(key),
      set: (key, value, ttl) => {
        note(key, value, ttl);
        return store.set(key, value, ttl);
      },
      add: (key, value, ttl) => {
        note(key, value, ttl);
        return store.add(key, value, ttl);
      },
      replace: (key, expected, value) => {
        note(key, value);
        return store.replace(key, expected, value);
      },
      delete: (key) => store.delete(key),
      addMember: (key, member, ttl) => {
        note(key, member, ttl);
        return store.addMember(key, member, ttl);
      },
      members: (key) => store.members(key),
      count: (key, windowSeconds) => store.count(key, windowSeconds),
    },
  };
}
