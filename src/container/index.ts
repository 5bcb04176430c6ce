export { pageOf } from '../connectors/telemetry/index.js';
export { createHasher, type Foundation, openForOperator, openFoundation } from './foundation.js';
export { createDomain, createHouse, type Domain, type Furnishing } from './house.js';
export { createPages } from './pages.js';
export { createProtocol, type ProtocolOverrides } from './protocol.js';
export { createService, type Service } from './service.js';
