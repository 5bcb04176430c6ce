import type { ChannelAnswer, MessageChannel, OutgoingMessage } from '../../domain/notifications/index.js';
import type { Clock } from '../../shared/clock.js';
import { type SigningKey, signedJson } from '../egress/signed-json.js';

export interface SmsGatewayOptions {
  /** Where messages are posted to. The contract is in docs/guides/messages.md. */
  readonly url: string;
  /** Signs requests; the gateway has the same. */
  readonly key: SigningKey;
  readonly clock: Clock;
  /** The egress client's: it sees to the address, the time-out and the size. */
  fetch(
    url: string,
    init: { method: string; headers: Record<string, string>; body: string; signal: AbortSignal },
  ): Promise<{ readonly status: number }>;
  /** Told why a message was not taken; gets no personal data. */
  onTrouble?(trouble: { readonly status?: number; readonly cause?: unknown }): void;
}

/** The message itself is at fault. Everything else passes, or can be mended: a wrong key, a wrong address of ours. */
const FINAL = new Set([400, 410, 413, 422]);
/** The gateway had it before: our earlier attempt arrived, its answer did not. */
const HAD_BEFORE = 409;

/** SMS by an HTTP gateway: signed JSON with an idempotency key, which the signature covers. */
export class SmsGateway implements MessageChannel {
  readonly #options: SmsGatewayOptions;

  constructor(options: SmsGatewayOptions) {
    this.#options = options;
  }

  async send(message: OutgoingMessage, signal: AbortSignal): Promise<ChannelAnswer> {
    const { url, key, clock, onTrouble } = this.#options;
    const { id, to, text, template, values, locale } = message;
    const content = { id, to, text, template, values, locale };
    const request = signedJson(url, content, key, clock.now(), { 'idempotency-key': id });
    let status: number;
    try {
      ({ status } = await this.#options.fetch(url, { ...request, signal }));
    } catch (cause) {
      onTrouble?.({ cause });
      return 'retry';
    }
    if ((status >= 200 && status < 300) || status === HAD_BEFORE) return 'sent';
    onTrouble?.({ status });
    return FINAL.has(status) ? 'refused' : 'retry';
  }
}
