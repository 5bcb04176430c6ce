import { createTransport, type Transporter } from 'nodemailer';
import type { ChannelAnswer, MessageChannel, OutgoingMessage } from '../../domain/notifications/index.js';

export interface MailServerOptions {
  /** `smtps://user:password@host:465`, or `smtp://…:587`, which must offer STARTTLS unless it is this machine. */
  readonly url: string;
  /** `Yihao <no-reply@yihao.example>`. */
  readonly from: string;
  /** Milliseconds for connecting, for the greeting and for each silence after. */
  readonly timeoutMs?: number;
  readonly onTrouble?: (trouble: { readonly code?: string; readonly status?: number }) => void;
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Mail by SMTP (RFC 5321) over a few kept connections. */
export class MailServer implements MessageChannel {
  readonly #transport: Transporter;
  readonly #options: MailServerOptions;
  readonly #domain: string;

  constructor(options: MailServerOptions) {
    const { url, from, timeoutMs = 5_000 } = options;
    const { protocol, hostname, port, username, password } = new URL(url);
    const secure = protocol === 'smtps:';
    this.#options = options;
    this.#domain = /@([^@>\s]+)>?\s*$/.exec(from)?.[1] ?? hostname;
    this.#transport = createTransport({
      pool: true,
      maxConnections: 4,
      host: hostname.replace(/^\[|\]$/g, ''),
      port: Number(port) || (secure ? 465 : 587),
      secure,
      // A password or a code never crosses a network in the clear.
      requireTLS: !secure && !LOOPBACK.has(hostname),
      connectionTimeout: timeoutMs,
      greetingTimeout: timeoutMs,
      dnsTimeout: timeoutMs,
      socketTimeout: timeoutMs,
      disableFileAccess: true,
      disableUrlAccess: true,
      ...(username && { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    });
  }

  /** Connects and logs in without sending anything. @returns why that failed, as a code, or undefined */
  async reach(): Promise<string | undefined> {
    try {
      await this.#transport.verify();
      return undefined;
    } catch (error) {
      return (error as { code?: string }).code ?? 'unknown';
    } finally {
      this.#transport.close();
    }
  }

  async send({ id, to, subject, text, locale }: OutgoingMessage): Promise<ChannelAnswer> {
    try {
      await this.#transport.sendMail({
        from: this.#options.from,
        to: { name: '', address: to },
        subject,
        text,
        // The same at every attempt, so that a receiver can drop a repetition.
        messageId: `<${id}@${this.#domain}>`,
        headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': locale },
      });
      return 'sent';
    } catch (error) {
      const { code, responseCode: status } = error as { code?: string; responseCode?: number };
      this.#options.onTrouble?.({ ...(code && { code }), ...(status && { status }) });
      // 5xx to the address or the message is final; to our login or to STARTTLS it can be mended.
      const isFinal = status !== undefined && status >= 500 && (code === 'EENVELOPE' || code === 'EMESSAGE');
      return isFinal ? 'refused' : 'retry';
    }
  }

  close(): void {
    this.#transport.close();
  }
}
