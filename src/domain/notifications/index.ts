export type * from './message.js';
export * from './notifications.js';
export { isTimed, type MessageName, type Places } from './notifications.messages.js';
export {
  type Delivery,
  type DeliveryHandler,
  type OutboxTrouble,
  OutboxWorker,
  type OutboxWorkerDeps,
  type OutboxWorkerOptions,
} from './outbox-worker.js';
export { Outbox, type OutboxDraft, type OutboxKeys } from './outbox-writer.js';
