import type { Text } from '../../shared/text.js';

/** A phone, E.164, or a mail address, in lower case. */
export type Address = { readonly phone: string } | { readonly email: string };

/** Where a message goes: an address that is known now, or whatever contact the identity has when it is delivered. */
export type Recipient =
  | Address
  /** `via`: by this and by nothing else; whoever has no such contact is sent nothing. */
  | { readonly identityId: string; readonly via?: 'phone' | 'email' };

/** The body of a message, whose places a gateway with registered templates is handed by name. */
export interface MessageTemplate extends Text {
  /** For mail; an SMS carries the body alone. */
  readonly subject: Text;
  /** Hours it is still worth delivering, where the caller names no moment: 72 where nothing is said. */
  readonly hours?: number;
}

/** A rendered message, ready for a channel. */
export interface OutgoingMessage {
  /** The outbox entry's id; the same at every attempt, so that a gateway can recognise a repetition. */
  readonly id: string;
  /** E.164 or a mail address, as the channel takes it. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** Name and values, for gateways that only send templates they have registered. */
  readonly template: string;
  readonly values: Readonly<Record<string, string | number>>;
  readonly locale: string;
}

/** `sent`: accepted. `retry`: may succeed later. `refused`: never will (no such number). */
export type ChannelAnswer = 'sent' | 'retry' | 'refused';

/** One way out: an SMS gateway, a mail server, the demo's mailbox. */
export interface MessageChannel {
  /** Answers `retry` instead of throwing for an outage; must stop when `signal` fires. */
  send(message: OutgoingMessage, signal: AbortSignal): Promise<ChannelAnswer>;
}
