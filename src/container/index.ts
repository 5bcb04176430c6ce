export { createDomain, type Domain } from './domain.js';
export { type Foundation, openEphemeral, openFoundation } from './foundation.js';
