import type { Clock } from '../../shared/clock.js';
import { randomId } from '../../shared/random.js';
import type { Locale } from '../../shared/text.js';
import {
  type Address,
  isTimed,
  type MessageName,
  type NoticeValue,
  type Notifications,
  type Places,
} from '../notifications/index.js';
import type { AuditEvent, AuditLog, Repositories } from '../records/index.js';
import { type DetailOf, EVENTS, type EventName } from './catalogue.js';
import type { Notice } from './event-type.js';

type ToldOf<T extends EventName> = (typeof EVENTS)[T]['notice'];
/** `time` is the event's own where nothing else is said. */
type WordsOf<M extends MessageName> = Readonly<Record<Exclude<Places<M>, 'time'>, NoticeValue>> & {
  readonly time?: Date;
};
type Worded<M extends MessageName> = [Exclude<Places<M>, 'time'>] extends [never]
  ? { readonly words?: WordsOf<M> }
  : { readonly words: WordsOf<M> };

interface Sending {
  /** Whom it goes to, where that is not whom the event is about: another identity, or addresses that nobody could look up afterwards. */
  readonly to?: string | readonly Address[];
  /** Besides: what was until now an address of whom the event is about. */
  readonly also?: readonly Address[];
  /** As in `Notification`. */
  readonly expiresAt?: Date;
  readonly locale?: Locale;
}
/** A message with what fills its places. None of it is kept in the audit: a name or a code may be among it. */
type Sent<M extends MessageName> = M extends MessageName ? { readonly message: M } & Worded<M> & Sending : never;

type Noticed<N> = [N] extends [{ readonly always: infer M extends MessageName }]
  ? [Exclude<Places<M>, 'time'>] extends [never]
    ? { readonly notice?: Worded<M> & Sending }
    : { readonly notice: Worded<M> & Sending }
  : [N] extends [{ readonly sometimes: readonly (infer M extends MessageName)[] }]
    ? { readonly notice?: Sent<M> | undefined }
    : unknown;

/** What whoever records an event says of it. */
type NewEvent<T extends EventName> = {
  /** Who did it: an identity id, an application id, `operator:<name>`, `visitor` or `system`. */
  readonly actor: string;
  /** Whose data or right it is about. */
  readonly identityId?: string | null;
  readonly applicationId?: string | null;
} & (Record<never, never> extends DetailOf<T> ? { readonly detail?: DetailOf<T> } : { readonly detail: DetailOf<T> }) &
  Noticed<ToldOf<T>>;

/** What may be said to those who are told of such an event. */
export type NoticeOf<T extends EventName> = NewEvent<T> extends { readonly notice?: infer N } ? N : never;

/** An event with its type, for whoever writes several at once. */
type TypedEvent<T extends EventName = EventName> = T extends EventName ? { readonly type: T } & NewEvent<T> : never;

export type Notifier = Pick<Notifications, 'enqueue' | 'enqueueEverywhere' | 'enqueueWished'>;

/** Types whose events need not be told to anybody. */
type Quiet = { [T in EventName]: ToldOf<T> extends { readonly always: unknown } ? never : T }[EventName];
type Wished<T extends EventName> = ToldOf<T> extends { readonly by: 'consent' } ? 'preferences' : never;

/**
 * Writes down what happened, inside the caller's transaction, with all that follows from it: the row, and a message to
 * whoever is to be told. The history and the figures are read off the row.
 * @throws TypeError where the detail is not what the type's entry names: the act fails with it
 */
export function record<T extends Quiet>(
  deps: { readonly clock: Clock },
  stores: Pick<Repositories, 'audit'>,
  type: T,
  event: NewEvent<T> & { readonly notice?: undefined },
): Promise<void>;
export function record<T extends EventName>(
  deps: { readonly clock: Clock; readonly notifications: Notifier },
  stores: Pick<Repositories, 'audit' | 'outbox' | Wished<T>>,
  type: T,
  event: NewEvent<T>,
): Promise<void>;
export async function record(
  { clock, notifications }: { readonly clock: Clock; readonly notifications?: Notifier },
  stores: Pick<Repositories, 'audit'> & Partial<Pick<Repositories, 'outbox' | 'preferences'>>,
  type: EventName,
  event: AnyEvent,
): Promise<void> {
  const row = rowOf(clock, type, event);
  await stores.audit.append(row);
  const message = messageOf(EVENTS[type].notice, event.notice);
  // The types see to it that there is something to tell it with.
  if (message) await tell(notifications!, stores as Told, row, message);
}

/** Writes events that nobody is told of, as `record` does one. */
export async function recordEach(
  { clock }: { readonly clock: Clock },
  { audit }: Pick<Repositories, 'audit'>,
  events: readonly StandaloneEvent[],
): Promise<void> {
  for (const event of events) await audit.append(rowOf(clock, event.type, event));
}

/** Writes events that are all there is to their transaction, in one statement. */
export async function recordAll(
  { clock }: { readonly clock: Clock },
  log: Pick<AuditLog, 'appendAll'>,
  events: readonly StandaloneEvent[],
): Promise<void> {
  await log.appendAll(events.map((event) => rowOf(clock, event.type, event)));
}

/** Of a type that nobody is told of. */
export type StandaloneEvent = TypedEvent<{ [T in EventName]: ToldOf<T> extends null ? T : never }[EventName]>;

/** As all these types look once they are checked. */
interface AnyEvent {
  readonly actor: string;
  readonly identityId?: string | null;
  readonly applicationId?: string | null;
  readonly detail?: object;
  readonly notice?: unknown;
}
type Told = Pick<Repositories, 'outbox' | 'preferences'>;
type Message = Sending & { readonly message: MessageName; readonly words?: Readonly<Record<string, NoticeValue>> };

function rowOf(clock: Clock, type: EventName, event: AnyEvent): AuditEvent {
  const at = clock.now();
  const { actor, identityId = null, applicationId = null } = event;
  const parsed = EVENTS[type].detail.safeParse(event.detail ?? {});
  // Where it is wrong, and not what it is: that may be what must not be written.
  if (!parsed.success)
    throw new TypeError(`the detail of ${type}: ${parsed.error.issues.map(({ path }) => path.join('.')).join(', ')}`);
  return { id: randomId(at.getTime()), at, type, actor, identityId, applicationId, detail: parsed.data };
}

function messageOf(notice: Notice | null, said: unknown): (Message & Pick<Notice, 'by'>) | undefined {
  if (!notice || !('always' in notice || said)) return undefined;
  return { ...('always' in notice && { message: notice.always }), ...(said as Message), by: notice.by };
}

async function tell(
  notifications: Notifier,
  stores: Told,
  { at, identityId }: AuditEvent,
  { by, message: template, words, to = identityId ?? [], also = [], ...more }: Message & Pick<Notice, 'by'>,
): Promise<void> {
  const { outbox } = stores;
  const values = { ...(isTimed(template) && { time: at }), ...words };
  const message = { ...more, template, values };
  if (typeof to !== 'string') {
    for (const address of to) await notifications.enqueue(outbox, { ...message, to: address });
  } else if (by === 'everywhere') await notifications.enqueueEverywhere(outbox, to, message);
  else if (by === 'once') await notifications.enqueue(outbox, { ...message, to: { identityId: to } });
  else await notifications.enqueueWished(stores, to, by, message);
  // In the language of whoever's it was.
  for (const address of also) await notifications.enqueue(outbox, { ...message, to: address, reader: identityId! });
}
