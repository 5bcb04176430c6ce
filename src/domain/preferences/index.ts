export { Preferences, type PreferencesDeps } from './preferences.js';
