import { z } from 'zod';
import { beijingTime } from '../../shared/beijing-time.js';
import { type Clock, plusSeconds } from '../../shared/clock.js';
import { LOCALES, type Locale, say, type Text } from '../../shared/text.js';
import type { OutboxRepository, Repositories, WishedNotice } from '../records/index.js';
import type { ChannelAnswer, MessageChannel, MessageTemplate, Recipient } from './message.js';
import { MESSAGES, type MessageName } from './notifications.messages.js';
import type { DeliveryHandler } from './outbox-worker.js';
import type { Outbox } from './outbox-writer.js';

/** What fills a place: words as they are, a sentence or a moment in the language of the message. */
export type NoticeValue = string | number | Text | Date;

export interface Notification {
  readonly to: Recipient;
  readonly template: MessageName;
  readonly values?: Readonly<Record<string, NoticeValue>>;
  /**
   * The language of a message to a bare address, for someone who sits at the page that sends it. A message to an identity is in
   * the language that its holder chose, whatever page caused it; Chinese where they chose none.
   */
  readonly locale?: Locale;
  /** Whose language a message to a bare address is in, where that is known. */
  readonly reader?: string;
  /** When it becomes worthless; the template's own time when left out. */
  readonly expiresAt?: Date;
}

const DEFAULT_LOCALE: Locale = 'zh-CN';
const OTHER: Readonly<Record<Locale, Locale>> = { 'zh-CN': 'en', en: 'zh-CN' };

/** Puts messages to citizens into the outbox. */
export class Notifications {
  readonly #outbox: Outbox;
  readonly #clock: Clock;

  constructor(deps: { outbox: Outbox; clock: Clock }) {
    this.#outbox = deps.outbox;
    this.#clock = deps.clock;
  }

  /**
   * Renders the message and adds it inside the caller's transaction: in both languages where its reader has chosen one
   * or may have, which is looked up when it is delivered.
   * @throws TypeError when a place of the template has no value
   */
  async enqueue(repository: OutboxRepository, notification: Notification): Promise<void> {
    const { to, template, values = {}, reader } = notification;
    const chosen = 'identityId' in to || reader !== undefined;
    const locale = chosen ? DEFAULT_LOCALE : (notification.locale ?? DEFAULT_LOCALE);
    const payload: MessagePayload = {
      to,
      template,
      ...rendered(template, values, locale),
      ...(reader !== undefined && { reader }),
      ...(chosen && { other: rendered(template, values, OTHER[locale]) }),
    };
    const { hours = 72 }: MessageTemplate = MESSAGES[template];
    const expiresAt = notification.expiresAt ?? plusSeconds(this.#clock.now(), hours * 3600);
    await this.#outbox.add(repository, { kind: 'message', payload, expiresAt });
  }

  /** As `enqueue`, by every way there is to the identity: for what nobody may miss because one way is in other hands. */
  async enqueueEverywhere(
    repository: OutboxRepository,
    identityId: string,
    notification: Omit<Notification, 'to' | 'reader'>,
  ): Promise<void> {
    for (const via of EVERY_CHANNEL) await this.enqueue(repository, { ...notification, to: { identityId, via } });
  }

  /** As `enqueue`, by the ways that its holder chose for such notices: by none where they did not. */
  async enqueueWished(
    { outbox, preferences }: Pick<Repositories, 'outbox' | 'preferences'>,
    identityId: string,
    wish: WishedNotice,
    notification: Omit<Notification, 'to' | 'reader'>,
  ): Promise<void> {
    const chosen = await preferences.find(identityId);
    for (const via of chosen?.notices?.[wish] ?? [])
      await this.enqueue(outbox, { ...notification, to: { identityId, via } });
  }
}

function rendered(name: MessageName, values: Readonly<Record<string, NoticeValue>>, locale: Locale) {
  const template = MESSAGES[name];
  const filled = Object.fromEntries(
    Object.entries(values).map(([place, value]) => [place, inLanguage(value, locale)] as const),
  );
  return {
    locale,
    values: filled,
    subject: say(template.subject, locale, filled),
    text: say(template, locale, filled),
  };
}

function inLanguage(value: NoticeValue, locale: Locale): string | number {
  if (value instanceof Date) return beijingTime(value, locale);
  return typeof value === 'object' ? say(value, locale) : value;
}

const EVERY_CHANNEL = ['phone', 'email'] as const;

const words = z.object({
  values: z.record(z.string(), z.union([z.string(), z.number()])),
  locale: z.enum(LOCALES),
  subject: z.string(),
  text: z.string(),
});
const messagePayload = words.extend({
  to: z.union([
    z.object({ phone: z.string() }),
    z.object({ email: z.string() }),
    z.object({ identityId: z.string(), via: z.enum(EVERY_CHANNEL).optional() }),
  ]),
  // A name this version does not know (a newer node wrote it) is delivered all the same: it arrives rendered.
  template: z.string(),
  reader: z.string().optional(),
  /** The same in the other language; left out by a node of an older version, which sends what stands beside it. */
  other: words.optional(),
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
  /** What its holder chose; undefined where they chose none. */
  languageOf(identityId: string): Promise<Locale | undefined>;
  /** Told when a message can never be delivered; gets no personal data. */
  onRefused?(refusal: { id: string; template: string; reason: 'no_address' | 'no_channel' | 'refused' }): void;
}

/** The worker's handler for `message` entries: finds the address and the channel, and sends. */
export function createMessageHandler(routing: MessageRouting): DeliveryHandler {
  return async (payload, delivery) => {
    const { to, reader, other, ...first } = messagePayload.parse(payload);
    const whose = 'identityId' in to ? to.identityId : reader;
    const chosen = other && whose !== undefined ? await routing.languageOf(whose) : undefined;
    const message = other && chosen === other.locale ? { ...first, ...other } : first;
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
