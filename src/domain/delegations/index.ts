export {
  type ActiveDelegation,
  DELEGATION_DAYS,
  Delegations,
  type DelegationsDeps,
  ENDED_DELEGATION_DAYS,
  type Invitation,
  type InviteResult,
  MOST_HELPERS,
  type Principal,
} from './delegations.js';
export { stateOf } from './state.js';
