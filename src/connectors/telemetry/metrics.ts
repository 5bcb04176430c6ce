import { AggregatorRegistry, Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import { figureOf } from '../../domain/audit/index.js';
import type { AuditEvent } from '../../domain/records/index.js';
import type { Observe } from '../../shared/observer.js';
import { GaugeBoard } from './gauges.js';

/** Seconds. A store answers in parts of a millisecond; past its time-out (1.1 s) nothing comes. */
const STORE_BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];
const ANSWER_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** Binds each series once: finding one by its labels costs more than adding to it. */
function bound<S>(bind: (...values: string[]) => S): (...values: string[]) => S {
  const series = new Map<string, S>();
  return (...values) => {
    const name = values.join(' ');
    let one = series.get(name);
    if (!one) {
      one = bind(...values);
      series.set(name, one);
    }
    return one;
  };
}

/** One answer of the public port. */
export interface Answered {
  /** The route's name or pattern, never an address. */
  readonly route: string;
  readonly method: string;
  readonly status: number;
  readonly seconds: number;
}

/**
 * The figures of one process, in Prometheus' text format. Labels are fixed words only: a number, a name, an address or
 * an application's id in one would be personal data, or without end.
 */
export class Metrics {
  readonly registry = new Registry();
  readonly gauges = new GaugeBoard(this.registry);
  readonly #logins = this.#counter('yihao_logins_total', 'Logins by outcome and authenticator.', [
    'outcome',
    'authenticator',
  ]);
  readonly #tokens = this.#counter('yihao_tokens_total', 'Tokens issued and refused, by kind.', ['kind', 'outcome']);
  readonly #events = this.#counter('yihao_audit_events_total', 'Committed audit events by type.', ['type']);
  readonly #outbox = this.#counter('yihao_outbox_trouble_total', 'Deliveries that failed or expired.', ['what']);
  readonly #documents = this.#counter('yihao_documents_total', 'Answers from memory, which no route counts.', ['path']);
  readonly #stores = new Histogram({
    name: 'yihao_store_seconds',
    help: 'How long the stores took.',
    labelNames: ['store', 'operation', 'outcome'],
    buckets: STORE_BUCKETS,
    registers: [this.registry],
  });
  readonly #answers = new Histogram({
    name: 'yihao_http_seconds',
    help: 'How long answers took, by route and status class.',
    labelNames: ['route', 'method', 'status'],
    buckets: ANSWER_BUCKETS,
    registers: [this.registry],
  });

  readonly #route = bound((...values) => this.#answers.labels(...values));
  readonly #event = bound((type) => this.#events.labels(type!));
  readonly #login = bound((outcome, authenticator) => this.#logins.labels(outcome!, authenticator!));
  readonly #token = bound((kind, outcome) => this.#tokens.labels(kind!, outcome!));

  constructor() {
    // Memory, CPU, garbage collection and the event loop's delay (nodejs_eventloop_lag_*).
    collectDefaultMetrics({ register: this.registry });
  }

  /** Counts a committed audit event, and what it means for logins and tokens. */
  readonly event = (event: AuditEvent): void => {
    this.#event(event.type).inc();
    const figure = figureOf(event);
    if (figure?.counts === 'logins') this.#login(figure.outcome, figure.authenticator).inc();
    if (figure?.counts === 'tokens') this.#token(figure.kind, figure.outcome).inc();
  };

  readonly answered = ({ route, method, status, seconds }: Answered): void =>
    this.#route(route, method, `${Math.floor(status / 100)}xx`).observe(seconds);

  /** @param path one of the few documents that are the same for everyone */
  readonly document = (path: string): void => this.#documents.inc({ path });

  readonly outboxTrouble = (what: string): void => this.#outbox.inc({ what });

  /** An observer for one store. */
  store(store: 'database' | 'sessions'): Observe {
    const series = bound((operation, outcome) => this.#stores.labels(store, operation!, outcome!));
    return (operation, seconds, outcome) => series(operation, outcome).observe(seconds);
  }

  /** The present figures as plain data, for `pageOf` here or in another process. */
  figures(): Promise<readonly object[]> {
    return this.registry.getMetricsAsJSON();
  }

  #counter(name: string, help: string, labelNames: readonly string[]): Counter {
    return new Counter({ name, help, labelNames, registers: [this.registry] });
  }
}

/** The page that Prometheus reads: the figures of one process, or of several taken together. */
export async function pageOf(processes: readonly (readonly object[])[]): Promise<{ type: string; text: string }> {
  const all = AggregatorRegistry.aggregate([...processes]);
  return { type: all.contentType, text: await all.metrics() };
}
