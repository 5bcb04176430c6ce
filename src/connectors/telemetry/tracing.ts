import { ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, TraceFlags, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import type { Observe } from '../../shared/observer.js';
import { currentTrace, inTrace, type Trace } from '../../shared/trace.js';

/** What of an answer a span may say: fixed words and a number. */
interface Answered {
  readonly route: string;
  readonly method: string;
  readonly status: number;
}

/**
 * Sends spans to an OpenTelemetry collector (OTLP over HTTP): one for each request and each delivery, and one below it
 * for each thing that a store did for it. They hold routes and durations, never an address, a statement, a key or a name.
 */
export class Tracing {
  readonly #provider: TracerProvider;

  /** @param url for example http://collector:4318/v1/traces */
  constructor(url: string) {
    this.#provider = new TracerProvider({
      resource: resourceFromAttributes({ 'service.name': 'yihao' }),
      spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter({ url, timeoutMillis: 3_000 }) })],
    });
  }

  readonly begin = (parent: Trace | undefined): { readonly trace: Trace; end(answer: Answered): void } => {
    const tracer = this.#provider.getTracer('yihao');
    const span = tracer.startSpan('request', { kind: SpanKind.SERVER }, contextOf(parent));
    return {
      trace: traceOf(span),
      end({ route, method, status }) {
        span.updateName(`${method} ${route}`);
        span.setAttributes({ 'http.route': route, 'http.request.method': method, 'http.response.status_code': status });
        if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
        span.end();
      },
    };
  };

  /** Runs an attempt to deliver something as a span of the request that set it off, however long ago that was. */
  readonly delivery = async <T extends 'done' | 'retry'>(
    kind: string,
    parent: Trace | undefined,
    attempt: () => Promise<T>,
  ): Promise<T> => {
    const tracer = this.#provider.getTracer('yihao');
    const span = tracer.startSpan(`deliver ${kind}`, { kind: SpanKind.CONSUMER }, contextOf(parent));
    let outcome: T | undefined;
    try {
      outcome = await inTrace(traceOf(span), attempt);
      return outcome;
    } finally {
      if (outcome !== 'done') span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    }
  };

  /** An observer that makes each operation of a store a span of the request that it was for. */
  store(store: 'database' | 'sessions'): Observe {
    const tracer = this.#provider.getTracer('yihao');
    return (operation, seconds, outcome) => {
      const parent = currentTrace();
      if (!parent) return;
      const end = Date.now();
      const options = { kind: SpanKind.CLIENT, startTime: end - seconds * 1000 };
      const span = tracer.startSpan(`${store} ${operation}`, options, contextOf(parent));
      if (outcome === 'failed') span.setStatus({ code: SpanStatusCode.ERROR });
      span.end(end);
    };
  }

  /** Sends what waits; gives up after a few seconds. */
  async close(): Promise<void> {
    await this.#provider.shutdown().catch(() => undefined);
  }
}

function traceOf(span: Span): Trace {
  const { traceId, spanId, traceFlags } = span.spanContext();
  return { traceId, spanId, sampled: (traceFlags & TraceFlags.SAMPLED) !== 0 };
}

function contextOf(parent: Trace | undefined) {
  if (!parent) return ROOT_CONTEXT;
  const { traceId, spanId, sampled } = parent;
  const traceFlags = sampled ? TraceFlags.SAMPLED : TraceFlags.NONE;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote: true });
}
