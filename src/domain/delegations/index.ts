export * from './delegations.js';
export { stateOf } from './state.js';
