import { z } from 'zod';
import { type Clock, plusSeconds } from '../../shared/clock.js';
import { LOCALES, type Locale, say } from '../../shared/text.js';
import type { ChannelAnswer, MessageChannel, Recipient } from './message.js';
import { MESSAGES, type MessageName } from './notifications.messages.js';
import type { OutboxRepository } from './outbox.js';
import type { DeliveryHandler } from './outbox-worker.js';
import type { Outbox } from './outbox-writer.js';

export interface Notification {
  readonly to: Recipient;
  readonly template: MessageName;
  readonly values?: Readonly<Record<string, string | number>>;
  readonly locale: Locale;
  /** When it becomes worthless; the template's own time when left out. */
  readonly expiresAt?: Date;
}

/** Puts messages to citizens into the outbox. */
export class Notifications {
  readonly #outbox: Outbox;
  readonly #clock: Clock;

  constructor(deps: { outbox: Outbox; clock: Clock }) {
    this.#outbox = deps.outbox;
    this.#clock = deps.clock;
  }

  /**
   * Renders the message and adds it inside the caller's transaction.
   * @throws TypeError when a place of the template has no value
   */
  async enqueue(repository: OutboxRepository, notification: Notification): Promise<void> {
    const { to, locale, template: name } = notification;
    const template = MESSAGES[name];
    const values = notification.values ?? {};
    const payload: MessagePayload = {
      to,
      template: name,
      values,
      locale,
      subject: say(template.subject, locale, values),
      text: say(template.body, locale, values),
    };
    const expiresAt = notification.expiresAt ?? plusSeconds(this.#clock.now(), template.hours * 3600);
    await this.#outbox.add(repository, { kind: 'message', payload, expiresAt });
  }

  /** As `enqueue`, by every way there is to the identity: for what nobody may miss because one way is in other hands. */
  async enqueueEverywhere(
    repository: OutboxRepository,
    identityId: string,
    notification: Omit<Notification, 'to'>,
  ): Promise<void> {
    for (const via of EVERY_CHANNEL) await this.enqueue(repository, { ...notification, to: { identityId, via } });
  }
}

const EVERY_CHANNEL = ['phone', 'email'] as const;

const messagePayload = z.object({
  to: z.union([
    z.object({ phone: z.string() }),
    z.object({ email: z.string() }),
    z.object({ identityId: z.string(), via: z.enum(EVERY_CHANNEL).optional() }),
  ]),
  // A name this version does not know (a newer node wrote it) is delivered all the same: it arrives rendered.
  template: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
  locale: z.enum(LOCALES),
  subject: z.string(),
  text: z.string(),
});
type MessagePayload = z.infer<typeof messagePayload>;

interface Contacts {
  readonly phone?: string | undefined;
  readonly email?: string | undefined;
}

export interface MessageRouting {
  readonly phone?: MessageChannel;
  readonly email?: MessageChannel;
  /** The identity's confirmed contacts at the time of delivery; undefined when it is gone. */
  contactsOf(identityId: string): Promise<Contacts | undefined>;
  /** Told when a message can never be delivered; gets no personal data. */
  onRefused?(refusal: { id: string; template: string; reason: 'no_address' | 'no_channel' | 'refused' }): void;
}

/** The worker's handler for `message` entries: finds the address and the channel, and sends. */
export function createMessageHandler(routing: MessageRouting): DeliveryHandler {
  return async (payload, delivery) => {
    const { to, ...message } = messagePayload.parse(payload);
    const refuse = (reason: 'no_address' | 'no_channel' | 'refused'): 'done' => {
      routing.onRefused?.({ id: delivery.id, template: message.template, reason });
      return 'done';
    };
    const contacts = 'identityId' in to ? await routing.contactsOf(to.identityId) : to;
    const via = 'identityId' in to ? to.via : undefined;
    const usable: Contacts = via ? { [via]: (contacts as Contacts | undefined)?.[via] } : (contacts ?? {});
    if (via && !usable[via]) return 'done';
    const route = choose(routing, usable);
    if (typeof route === 'string') return refuse(route);
    const answer = await route.channel.send({ id: delivery.id, to: route.address, ...message }, delivery.signal);
    const outcomes: Record<ChannelAnswer, () => 'done' | 'retry'> = {
      sent: () => 'done',
      retry: () => 'retry',
      refused: () => refuse('refused'),
    };
    return outcomes[answer]();
  };
}

/** A phone before a mail address: everybody has one, and it is what codes are confirmed with. */
function choose(
  routing: MessageRouting,
  contacts: Contacts,
): { channel: MessageChannel; address: string } | 'no_address' | 'no_channel' {
  if (!contacts.phone && !contacts.email) return 'no_address';
  if (contacts.phone && routing.phone) return { channel: routing.phone, address: contacts.phone };
  if (contacts.email && routing.email) return { channel: routing.email, address: contacts.email };
  return 'no_channel';
}
