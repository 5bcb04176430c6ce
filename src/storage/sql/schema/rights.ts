import type { Correction, DataExport, DataExportPart } from '../../../domain/records/index.js';
import { date, define, id, key, maybe, text, whole, word } from './columns.js';

export const dataExports = define<DataExport>('data_exports', {
  identityId: key,
  id,
  steps: whole,
  askedAt: date,
  readyAt: maybe(date),
  jsonFetchedAt: maybe(date),
  pageFetchedAt: maybe(date),
  expiresAt: date,
});

export const dataExportParts = define<DataExportPart>('data_export_parts', {
  identityId: key,
  source: { ...word, primary: true },
  number: { ...whole, primary: true },
  content: text,
});

export const corrections = define<Correction>('corrections', {
  identityId: key,
  id: key,
  field: word,
  openField: maybe(word),
  request: text,
  answer: maybe(text),
  outcome: maybe(word),
  askedAt: date,
  answeredAt: maybe(date),
});
