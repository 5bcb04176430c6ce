export { HttpRegistry, type HttpRegistryOptions, type RegistryTrouble } from './http-registry.js';
export { createSimulatedRegistry } from './simulated-registry.js';
export { SYNTHETIC_CITIZENS, type SyntheticCitizen, SyntheticCitizens } from './synthetic-citizens.js';
