export type * from './preference.js';
export { Preferences, type PreferencesDeps } from './preferences.js';
