export { pageOf } from '../connectors/telemetry/index.js';
export { createAuthentication } from './authentication.js';
export { createDomain, type Domain } from './domain.js';
export { createHasher, type Foundation, openForOperator, openFoundation } from './foundation.js';
export { createService, type Service } from './service.js';
