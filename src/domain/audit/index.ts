export { type DetailOf, EVENTS, type EventName, figureOf, sentenceOf, typesShown } from './catalogue.js';
export { type EventType, type HistoryKind, KINDS } from './event-type.js';
export type { SessionEndReason } from './events/login.events.js';
export type { GuardianshipEnding } from './events/people.events.js';
export { type NoticeOf, type Notifier, record, recordAll, recordEach, type StandaloneEvent } from './record.js';
