import type { Guardianship } from '../../../domain/records/index.js';
import { date, define, id, key, maybe, text, whole, word } from './columns.js';

export const guardianships = define<Guardianship>('guardianships', {
  identityId: key,
  slot: { ...whole, primary: true },
  id,
  state: word,
  named: text,
  askedDigest: maybe(id),
  guardianId: maybe(id),
  askedAt: date,
  changedAt: date,
  reviewAt: maybe(date),
});
