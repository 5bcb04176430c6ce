import type {
  ContactIndexEntry,
  FormerIdentity,
  Identity,
  IndexKey,
  NumberIndexEntry,
  SealedPersonalData,
} from '../../../domain/records/index.js';
import { date, define, id, key, maybe, text, whole, word } from './columns.js';

export const identities = define<Identity>('identities', {
  id: key,
  state: word,
  ial: whole,
  provenAt: date,
  tokenEpoch: whole,
  createdAt: date,
  child: maybe(whole),
  closesAt: maybe(date),
});

export const formerIdentities = define<FormerIdentity>('former_identities', {
  digest: key,
  identityId: key,
  closedAt: date,
  claimedBy: maybe(id),
  claimedAt: maybe(date),
});

export const personalData = define<SealedPersonalData>('personal_data', {
  identityId: key,
  version: whole,
  dataKey: maybe(text),
  name: maybe(text),
  number: maybe(text),
  birthdate: maybe(text),
  gender: maybe(text),
  residence: maybe(text),
  phone: maybe(text),
  email: maybe(text),
});

export const numberIndex = define<NumberIndexEntry>('identity_number_index', {
  keyVersion: { ...whole, primary: true },
  digest: key,
  identityId: id,
  claim: word,
});

export const indexKeys = define<IndexKey>('index_keys', {
  version: { ...whole, primary: true },
  state: word,
  wrappedKey: text,
  createdAt: date,
});

export const contactIndex = define<ContactIndexEntry>('contact_index', {
  identityId: key,
  kind: { ...word, primary: true },
  digest: id,
});
