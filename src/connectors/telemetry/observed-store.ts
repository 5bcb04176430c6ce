import type { EphemeralStore } from '../../shared/ephemeral.js';
import { type Observe, observed } from '../../shared/observer.js';

/** The same store; every operation's time is told. */
export function observedStore(store: EphemeralStore, observe: Observe): EphemeralStore {
  return {
    get: (key) => observed(observe, 'get', () => store.get(key)),
    set: (key, value, ttl) => observed(observe, 'set', () => store.set(key, value, ttl)),
    add: (key, value, ttl) => observed(observe, 'add', () => store.add(key, value, ttl)),
    replace: (key, expected, value, ttl) =>
      observed(observe, 'replace', () => store.replace(key, expected, value, ttl)),
    delete: (key) => observed(observe, 'delete', () => store.delete(key)),
    fields: (key) => observed(observe, 'fields', () => store.fields(key)),
    setFields: (key, fields, ttl) => observed(observe, 'set_fields', () => store.setFields(key, fields, ttl)),
    removeField: (key, field) => observed(observe, 'remove_field', () => store.removeField(key, field)),
    count: (key, windowSeconds) => observed(observe, 'count', () => store.count(key, windowSeconds)),
  };
}
