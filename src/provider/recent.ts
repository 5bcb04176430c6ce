import Provider from 'oidc-provider';
import type { AuditEvent } from '../domain/audit/index.js';
import { BriefMemory } from '../shared/brief-memory.js';
import type { Clock } from '../shared/clock.js';

/** Where an application only asks how things stand, often and about the same token. Nothing is issued there. */
const ASKING = new Set(['userinfo', 'introspection']);

/** What happens all the time and takes nothing from anybody. */
const HARMLESS = new Set([
  'token.issued',
  'claims.released',
  'grant.given',
  'refresh.issued',
  'refresh.rotated',
  'login.succeeded',
  'login.failed',
  'session.started',
  'session.joined',
]);

/**
 * How grants, sessions and identities stood a moment ago, for userinfo and introspection alone. This node forgets all of
 * it as soon as it takes something from somebody itself; what another node took is seen when the moment is over.
 */
export class RecentState {
  readonly #memory: BriefMemory<unknown>;
  readonly #active: boolean;

  /** @param milliseconds at most 500; 0 remembers nothing */
  constructor(clock: Clock, milliseconds: number) {
    this.#memory = new BriefMemory(clock, milliseconds);
    this.#active = milliseconds > 0;
  }

  get<T>(key: string, ask: () => Promise<T>): Promise<T> {
    if (!this.#active || !ASKING.has(Provider.ctx?.oidc.route ?? '')) return ask();
    return this.#memory.get(key, ask) as Promise<T>;
  }

  /** To be told of every event that this node commits. */
  noticed({ type }: Pick<AuditEvent, 'type'>): void {
    if (!HARMLESS.has(type)) this.#memory.forgetAll();
  }
}
