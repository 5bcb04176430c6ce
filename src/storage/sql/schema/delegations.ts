import type { Delegation } from '../../../domain/records/index.js';
import { date, define, id, json, key, maybe, text, whole, word } from './columns.js';

export const delegations = define<Delegation>('delegations', {
  identityId: key,
  id: key,
  helperId: maybe(id),
  helperName: text,
  applications: json,
  days: whole,
  slot: maybe(whole),
  invitedAt: date,
  startedAt: maybe(date),
  endsAt: date,
  endedAt: maybe(date),
  endedBy: maybe(word),
});
