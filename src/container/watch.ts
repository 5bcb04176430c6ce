import { type Metrics, tellCommittedEvents } from '../connectors/telemetry/index.js';
import type { AuditEvent } from '../domain/records/index.js';
import { BriefMemory } from '../shared/brief-memory.js';
import type { Clock } from '../shared/clock.js';
import type { Observe } from '../shared/observer.js';
import { clockDifference, clockPart, Health, storePart } from '../web/management/health.js';
import type { Foundation } from './foundation.js';

/** The same foundation; what is committed to the audit is told too. */
export function tellEvents(foundation: Foundation, tell: (event: AuditEvent) => void): Foundation {
  const { database } = foundation;
  return { ...foundation, database: { ...database, uow: tellCommittedEvents(database.uow, tell) } };
}

/** Tells two listeners, where there are two. */
export function both(first: Observe, second: Observe | undefined): Observe {
  if (!second) return first;
  return (operation, seconds, outcome) => {
    first(operation, seconds, outcome);
    second(operation, seconds, outcome);
  };
}

/** What must work before this process is sent requests. */
export function createHealth({ clock, database }: Foundation, sessions: { ping(): Promise<void> }): Health {
  return new Health([
    storePart('database', () => database.ping()),
    storePart('sessions', () => sessions.ping()),
    clockPart(clock, () => database.now()),
  ]);
}

export interface GaugeDeps {
  readonly metrics: Metrics;
  readonly foundation: Foundation;
  readonly hasher: { readonly load: { readonly busy: number; readonly waiting: number; readonly refused: number } };
  readonly health: Health;
}

/** Milliseconds for which two figures are read off one look: less than lies between two scrapes. */
const SCRAPE_MS = 500;

/** The figures that are asked for at each scrape. */
export function addGauges({ metrics: { gauges }, foundation, hasher, health }: GaugeDeps): void {
  const { clock, database } = foundation;
  const { outbox, signingKeys, indexKeys } = database.uow.read;
  for (const [name, help] of Object.entries(HASHING)) {
    gauges.add({
      name: `yihao_hash_${name}`,
      help,
      together: 'sum',
      read: () => [{ value: hasher.load[name as keyof typeof HASHING] }],
    });
  }
  const scrape = new BriefMemory<Awaited<ReturnType<typeof outbox.backlog>>>(clock, SCRAPE_MS);
  const backlog = () => scrape.get('', () => outbox.backlog(clock.now()));
  gauges.add({
    name: 'yihao_outbox_due',
    help: 'Messages and logout notices that should have left.',
    together: 'max',
    read: async () => [{ value: (await backlog()).due }],
  });
  gauges.add({
    name: 'yihao_outbox_lag_seconds',
    help: 'How long the oldest of them has waited.',
    together: 'max',
    read: async () => {
      const { oldest } = await backlog();
      return [{ value: oldest ? ageOf(oldest, clock) : 0 }];
    },
  });
  gauges.add({
    name: 'yihao_signing_key_age_seconds',
    help: 'Since a signing key entered its state.',
    labels: ['alg', 'state'],
    together: 'max',
    read: async () =>
      (await signingKeys.all()).map(({ alg, state, changedAt }) => ({
        labels: { alg, state },
        value: ageOf(changedAt, clock),
      })),
  });
  gauges.add({
    name: 'yihao_index_key_age_seconds',
    help: 'Since a key of the number index was made.',
    labels: ['state'],
    together: 'max',
    read: async () =>
      (await indexKeys.all()).map(({ state, createdAt }) => ({ labels: { state }, value: ageOf(createdAt, clock) })),
  });
  gauges.add({
    name: 'yihao_clock_ahead_seconds',
    help: "This clock's lead over the database's.",
    together: 'max',
    read: async () => [{ value: await clockDifference(clock, () => database.now()) }],
  });
  gauges.add({
    name: 'yihao_ready',
    help: 'Whether each part works, as /readyz says.',
    labels: ['part'],
    together: 'min',
    read: async () =>
      Object.entries((await health.check()).parts).map(([part, { ready }]) => ({
        labels: { part },
        value: ready ? 1 : 0,
      })),
  });
}

const HASHING = {
  busy: 'Passwords being hashed.',
  waiting: 'Passwords waiting to be hashed.',
  refused: 'Passwords turned away since the start because too many waited.',
} as const;

function ageOf(at: Date, clock: Clock): number {
  return Math.max(0, (clock.now().getTime() - at.getTime()) / 1000);
}
