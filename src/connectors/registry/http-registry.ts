import { z } from 'zod';
import type { PopulationRegistry, RegistryAnswer } from '../../domain/identities/index.js';
import type { Clock } from '../../shared/clock.js';
import { type SigningKey, signedJson } from '../egress/signed-json.js';

/** Why the registry could not be relied on; holds no personal data. */
export interface RegistryTrouble {
  /** `request`: no whole answer in time. `status`: not 200. `answer`: 200, but not what the contract says. */
  readonly reason: 'request' | 'status' | 'answer';
  readonly status?: number;
  readonly cause?: unknown;
}

export interface HttpRegistryOptions {
  /** From the settings only. The contract is in docs/guides/population-registry.md. */
  readonly url: string;
  readonly key: SigningKey;
  readonly clock: Clock;
  /** The egress client's: it sees to the address and the size, and follows no redirect. */
  fetch(
    url: string,
    init: { method: string; headers: Record<string, string>; body: string; signal: AbortSignal },
  ): Promise<Response>;
  /** Milliseconds a citizen's form waits for the registry. */
  readonly timeoutMs?: number;
  onTrouble?(trouble: RegistryTrouble): void;
}

/** Seconds after which to try again, where the registry does not say; and the longest that is believed. */
const RETRY_AFTER = 60;
const LONGEST_RETRY_AFTER = 3600;

const answerSchema = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.literal('matched'),
    residence: z
      .string()
      .regex(/^\d{6}$/)
      .optional(),
    birthdate: z.iso.date().optional(),
    gender: z.enum(['male', 'female']).optional(),
  }),
  z.object({ outcome: z.literal('mismatch') }),
  z.object({ outcome: z.literal('not_found') }),
  z.object({ outcome: z.literal('deceased') }),
]);

/**
 * A population registry behind HTTP. Whatever is late, cut off, redirected or not in the contract counts as
 * `unavailable`: nobody is registered on a guess, and nobody is turned away on one.
 */
export class HttpRegistry implements PopulationRegistry {
  readonly simulated = false;
  readonly #options: HttpRegistryOptions;

  /** @throws TypeError when the address has a query, which the contract does not know */
  constructor(options: HttpRegistryOptions) {
    if (new URL(options.url).search) throw new TypeError('the address of the population registry must have no query');
    this.#options = options;
  }

  async match(person: { readonly name: string; readonly number: string }): Promise<RegistryAnswer> {
    const { url, key, clock, fetch, timeoutMs = 3000 } = this.#options;
    const signed = signedJson(url, { name: person.name, number: person.number }, key, clock.now());
    const headers = { ...signed.headers, accept: 'application/json' };
    try {
      const response = await fetch(url, { ...signed, headers, signal: AbortSignal.timeout(timeoutMs) });
      return await this.#read(response);
    } catch (cause) {
      return this.#unavailable({ reason: 'request', cause });
    }
  }

  async #read(response: Response): Promise<RegistryAnswer> {
    const { status } = response;
    if (status !== 200) {
      await response.body?.cancel();
      return this.#unavailable({ reason: 'status', status }, retryAfterOf(response));
    }
    const answer = answerSchema.safeParse(parseJson(await response.text()));
    return answer.success ? (answer.data as RegistryAnswer) : this.#unavailable({ reason: 'answer', status });
  }

  #unavailable(trouble: RegistryTrouble, retryAfter = RETRY_AFTER): RegistryAnswer {
    this.#options.onTrouble?.(trouble);
    return { outcome: 'unavailable', retryAfter };
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** RFC 9110 §10.2.3; only the form in seconds. */
function retryAfterOf(response: Response): number {
  const header = response.headers.get('retry-after') ?? '';
  return /^\d{1,9}$/.test(header) ? Math.min(Math.max(Number(header), 1), LONGEST_RETRY_AFTER) : RETRY_AFTER;
}
