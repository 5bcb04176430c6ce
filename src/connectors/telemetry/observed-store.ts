import type { EphemeralStore } from '../../shared/ephemeral.js';
import { type Observe, observed } from '../../shared/observer.js';

/** The same store; every operation's time is told. */
export function observedStore(store: EphemeralStore, observe: Observe): EphemeralStore {
  return {
    get: (key) => observed(observe, 'get', () => store.get(key)),
    set: (key, value, ttl) => observed(observe, 'set', () => store.set(key, value, ttl)),
    add: (key, value, ttl) => observed(observe, 'add', () => store.add(key, value, ttl)),
    replace: (key, expected, value) => observed(observe, 'replace', () => store.replace(key, expected, value)),
    delete: (key) => observed(observe, 'delete', () => store.delete(key)),
    addMember: (key, member, ttl) => observed(observe, 'add_member', () => store.addMember(key, member, ttl)),
    members: (key) => observed(observe, 'members', () => store.members(key)),
    count: (key, windowSeconds) => observed(observe, 'count', () => store.count(key, windowSeconds)),
  };
}
