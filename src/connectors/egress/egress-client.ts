import { lookup } from 'node:dns/promises';
import http from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { currentTrace, writeTraceparent } from '../../shared/trace.js';
import { isPublicAddress } from './addresses.js';

export type EgressReason =
  /** The origin is not on the list, or its scheme is not https. */
  | 'not_allowed'
  /** The name has no address. */
  | 'unresolvable'
  /** An address of the name is not a public one. */
  | 'private_address'
  | 'timeout'
  | 'too_big'
  /** Refused, reset, bad certificate or not HTTP. */
  | 'failed';

/** An outgoing request that was not made, or brought no whole answer. Names the origin, never the path or a body. */
export class EgressError extends Error {
  override readonly name = 'EgressError';
  readonly reason: EgressReason;

  constructor(reason: EgressReason, origin: string, options?: { cause?: unknown }) {
    super(`${reason}: ${origin}`, options);
    this.reason = reason;
  }
}

export interface EgressOptions {
  /** Whether an origin may be reached at all: one that an operator set or an application registered. */
  isAllowed(origin: string): boolean | Promise<boolean>;
  /**
   * Exact origins that may be at a private address and may speak plain http: portals in development, and gateways in
   * the operator's own network. They must be allowed as well.
   */
  readonly privateOrigins?: readonly string[];
  /** Origins of the operator's own services, which are told the trace that a request is part of. */
  readonly tracedOrigins?: readonly string[];
  /** Milliseconds from the call to the last byte of the answer. */
  readonly timeoutMs?: number;
  /** Bytes of an answer's body. */
  readonly maximumBytes?: number;
  /** Every address of a name; the machine's resolver when left out. */
  resolve?(hostname: string): Promise<readonly string[]>;
}

type Init = { method?: string; headers?: HeadersInit; body?: BodyInit | null; signal?: AbortSignal | null };
type HeadersInit = ConstructorParameters<typeof Headers>[0];
type BodyInit = ConstructorParameters<typeof Response>[0];

/**
 * The one way out for HTTP requests (design decision 8): only to allowed origins, only to public addresses, to the very
 * address that was checked, and with an end to every wait. Redirects are never followed: the caller sees the 3xx.
 */
export class EgressClient {
  readonly #options: EgressOptions;
  readonly #private: ReadonlySet<string>;

  constructor(options: EgressOptions) {
    this.#options = options;
    this.#private = new Set((options.privateOrigins ?? []).map((origin) => new URL(origin).origin));
  }

  /**
   * Called like the global `fetch`, with what server-side callers use of it: method, headers, body and signal.
   * @throws EgressError
   */
  readonly fetch = async (target: string | URL, init: Init = {}): Promise<Response> => {
    const url = new URL(target);
    const { timeoutMs = 5_000 } = this.#options;
    // A timer of our own, since AbortSignal.timeout does not keep the process alive for the answer.
    const end = new AbortController();
    const timer = setTimeout(() => end.abort(), timeoutMs);
    const signal = init.signal ? AbortSignal.any([init.signal, end.signal]) : end.signal;
    try {
      const addresses = await untilAborted(this.#check(url), signal);
      return await this.#send(url, addresses, init, signal);
    } catch (cause) {
      if (signal.aborted) throw new EgressError('timeout', url.origin, { cause });
      if (cause instanceof EgressError) throw cause;
      throw new EgressError('failed', url.origin, { cause });
    } finally {
      clearTimeout(timer);
    }
  };

  /** @returns the addresses that may be connected to */
  async #check(url: URL): Promise<readonly string[]> {
    const mayBePrivate = this.#private.has(url.origin);
    const secure = url.protocol === 'https:' || (url.protocol === 'http:' && mayBePrivate);
    if (!secure || url.username || url.password || !(await this.#options.isAllowed(url.origin))) {
      throw new EgressError('not_allowed', url.origin);
    }
    const addresses = await this.#resolve(url);
    // One bad address spoils the name: nobody with honest purposes mixes them.
    if (!mayBePrivate && !addresses.every(isPublicAddress)) throw new EgressError('private_address', url.origin);
    return addresses;
  }

  async #resolve(url: URL): Promise<readonly string[]> {
    const host = url.hostname.replace(/^\[|\]$/g, '');
    if (isIP(host)) return [host];
    const { resolve = resolveBySystem } = this.#options;
    let addresses: readonly string[];
    try {
      addresses = await resolve(host);
    } catch (cause) {
      throw new EgressError('unresolvable', url.origin, { cause });
    }
    if (addresses.length === 0) throw new EgressError('unresolvable', url.origin);
    return addresses;
  }

  async #send(url: URL, addresses: readonly string[], init: Init, signal: AbortSignal): Promise<Response> {
    // Request reads every kind of body and names its type.
    const { method = 'GET', headers = {}, body = null } = init;
    const described = new Request(url, { method, headers: new Headers(headers), body });
    const bytes = body === null ? undefined : Buffer.from(await described.arrayBuffer());
    const fields: Record<string, string> = Object.fromEntries(described.headers);
    fields['accept-encoding'] = 'identity';
    // Two portals that are told one trace would know that they have the same person before them.
    const trace = this.#options.tracedOrigins?.includes(url.origin) ? currentTrace() : undefined;
    if (trace) fields.traceparent = writeTraceparent(trace);
    if (bytes) fields['content-length'] = String(bytes.length);
    const request = (url.protocol === 'https:' ? https : http).request(url, {
      method: described.method,
      headers: fields,
      // A pooled connection could lead to an address that was checked for another request.
      agent: false,
      lookup: checkedLookup(addresses),
      signal,
    });
    const { promise, resolve, reject } = Promise.withResolvers<http.IncomingMessage>();
    request.on('response', resolve).on('error', reject);
    request.end(bytes);
    const answer = await promise;
    return toResponse(answer, await this.#read(answer, url));
  }

  async #read(answer: http.IncomingMessage, url: URL): Promise<Buffer> {
    const { maximumBytes = 1024 * 1024 } = this.#options;
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > maximumBytes) {
        answer.destroy();
        throw new EgressError('too_big', url.origin);
      }
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  }
}

/** Hands the socket what was checked, so that a second answer of the name server is never asked for. */
function checkedLookup(addresses: readonly string[]): LookupFunction {
  const found = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_hostname, options, callback) => {
    if (options.all) callback(null, found);
    else callback(null, found[0]!.address, found[0]!.family);
  };
}

async function resolveBySystem(hostname: string): Promise<readonly string[]> {
  const found = await lookup(hostname, { all: true });
  return found.map(({ address }) => address);
}

function toResponse(answer: http.IncomingMessage, body: Buffer): Response {
  const headers = new Headers();
  for (const [name, values] of Object.entries(answer.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value);
  }
  const status = answer.statusCode ?? 500;
  const isEmpty = body.length === 0 || status === 204 || status === 205 || status === 304;
  return new Response(isEmpty ? null : new Uint8Array(body), { status, headers });
}

/** Waits no longer than the signal allows for something that cannot be cancelled. */
async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(signal.reason);
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', abort);
    work.catch(() => {});
    promise.catch(() => {});
  }
}
