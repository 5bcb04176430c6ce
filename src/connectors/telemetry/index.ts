export { tellCommittedEvents } from './committed-events.js';
export { type Answered, Metrics, pageOf } from './metrics.js';
export { observedStore } from './observed-store.js';
export { Tracing } from './tracing.js';
