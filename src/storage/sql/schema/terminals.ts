import type { Terminal } from '../../../domain/records/index.js';
import { date, define, id, json, key, maybe, word } from './columns.js';

export const terminals = define<Terminal>('terminals', {
  id: key,
  name: json,
  place: word,
  setupDigest: maybe(id),
  setupUntil: maybe(date),
  secretDigest: maybe(id),
  createdAt: date,
  disabledAt: maybe(date),
});
