export { browserOf, browserText } from './browser.js';
export { giveGrant } from './grants.js';
export { type AskedLogin, isLoginEnough, reaching, withFactor } from './login.js';
export { endParticipation, type LogoutNotice } from './logout-notices.js';
export { isSamePlace, NOWHERE, type PlaceFinder, placeText } from './place.js';
export * from './sessions.js';
