import type { EphemeralStore } from '../../../src/shared/ephemeral.js';

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
      replace: (key, expected, value, ttl) => {
        note(key, value, ttl);
        return store.replace(key, expected, value, ttl);
      },
      delete: (key) => store.delete(key),
      fields: (key) => store.fields(key),
      setFields: (key, fields, ttl) => {
        for (const [name, value] of Object.entries(fields)) note(`${key}:${name}`, value, ttl);
        return store.setFields(key, fields, ttl);
      },
      removeField: (key, field) => store.removeField(key, field),
      count: (key, windowSeconds) => store.count(key, windowSeconds),
    },
  };
}
