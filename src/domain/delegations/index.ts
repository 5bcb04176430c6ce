export {
  type ActiveDelegation,
  DELEGATION_DAYS,
  Delegations,
  type DelegationsDeps,
  type Invitation,
  type InviteResult,
  MOST_HELPERS,
  type Principal,
} from './delegations.js';
export { stateOf } from './state.js';
