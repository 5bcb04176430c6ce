export { giveGrant } from './grants.js';
export { endParticipation, type LogoutNotice } from './logout-notices.js';
export type * from './session.js';
export {
  type SessionEndReason,
  type SessionOutcome,
  type SessionPart,
  type SessionRepositories,
  Sessions,
  type SessionsDeps,
} from './sessions.js';
export type * from './standing.js';
