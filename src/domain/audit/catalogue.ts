import type { z } from 'zod';
import type { Text } from '../../shared/text.js';
import type { AuditEvent } from '../records/index.js';
import type { EventType, Figure, HistoryKind } from './event-type.js';
import { AUTHENTICATOR_EVENTS, IDENTITY_EVENTS } from './events/account.events.js';
import { RELEASE_EVENTS, RIGHTS_EVENTS } from './events/data.events.js';
import { HOUSE_EVENTS } from './events/house.events.js';
import { LOGIN_EVENTS } from './events/login.events.js';
import { DELEGATION_EVENTS, GUARDIAN_EVENTS } from './events/people.events.js';

/** Every type of event there is (ADR 10). A row of a type that is not here was written by another version. */
export const EVENTS = {
  ...LOGIN_EVENTS,
  ...AUTHENTICATOR_EVENTS,
  ...IDENTITY_EVENTS,
  ...GUARDIAN_EVENTS,
  ...DELEGATION_EVENTS,
  ...RELEASE_EVENTS,
  ...RIGHTS_EVENTS,
  ...HOUSE_EVENTS,
};

export type EventName = keyof typeof EVENTS;
export type DetailOf<T extends EventName> = Unchanged<z.input<(typeof EVENTS)[T]['detail']>>;
/** Lists of whoever records are read alone. */
type Unchanged<D> = { readonly [F in keyof D]: D[F] extends string[] | undefined ? Readonly<D[F]> : D[F] };

const entryOf = (type: string): EventType | undefined =>
  Object.hasOwn(EVENTS, type) ? (EVENTS[type as EventName] as unknown as EventType) : undefined;

/** The types that the history shows: of a kind, or all. */
export function typesShown(kind?: HistoryKind): readonly string[] {
  return Object.keys(EVENTS).filter((type) => {
    const { history } = entryOf(type)!;
    return 'kind' in history && (kind === undefined || history.kind === kind);
  });
}

/** What the citizen is told of an event; undefined where the history leaves it out. */
export function sentenceOf(event: AuditEvent): Text | undefined {
  const history = entryOf(event.type)?.history;
  if (!history || !('kind' in history)) return undefined;
  const { says } = history;
  if (!('of' in says)) return says;
  const picked = says.pick(event.detail, event) ?? '';
  return Object.hasOwn(says.of, picked) ? says.of[picked] : Object.values(says.of)[0];
}

/** What an event is counted as, beside the count by type. */
export const figureOf = ({ type, detail }: AuditEvent): Figure | undefined => entryOf(type)?.figure?.(detail);
