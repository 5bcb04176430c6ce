import type { Preference } from '../../../domain/records/index.js';
import { define, json, key, maybe, whole, word } from './columns.js';

export const preferences = define<Preference>('preferences', {
  identityId: key,
  language: maybe(word),
  elder: maybe(whole),
  notices: maybe(json),
});
