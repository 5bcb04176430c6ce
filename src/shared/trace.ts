import { AsyncLocalStorage } from 'node:async_hooks';
import { freshBytes } from './random.js';

/** Where in a distributed trace this work is (W3C Trace Context). Random numbers only. */
export interface Trace {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** 16 hexadecimal digits. */
  readonly spanId: string;
  readonly sampled: boolean;
}

const running = new AsyncLocalStorage<Trace | undefined>();

/** Runs `work` as part of a trace, or of none, whatever set it off. */
export function inTrace<T>(trace: Trace | undefined, work: () => T): T {
  return running.run(trace, work);
}

/** The trace that the present work is part of; undefined in what no request began. */
export function currentTrace(): Trace | undefined {
  return running.getStore();
}

/** The next step of a trace, or the first one of a new trace. */
export function newTrace(parent?: Trace): Trace {
  const fresh = freshBytes(24).toString('hex');
  return { traceId: parent?.traceId ?? fresh.slice(16), spanId: fresh.slice(0, 16), sampled: parent?.sampled ?? true };
}

/** Reads a `traceparent` header (Trace Context §3.2); undefined where it is none, which a receiver must ignore. */
export function readTraceparent(header: string | string[] | undefined): Trace | undefined {
  if (typeof header !== 'string') return undefined;
  const [, version, traceId = '', spanId = '', flags = ''] =
    /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(header.trim()) ?? [];
  if (version !== '00' || /^0+$/.test(traceId) || /^0+$/.test(spanId)) return undefined;
  return { traceId, spanId, sampled: (Number.parseInt(flags, 16) & 1) === 1 };
}

/** The header for a request that is part of this trace. */
export function writeTraceparent({ traceId, spanId, sampled }: Trace): string {
  return `00-${traceId}-${spanId}-${sampled ? '01' : '00'}`;
}
