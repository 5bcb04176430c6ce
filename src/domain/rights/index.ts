export { CLOSING_DAYS, Closings } from './closings.js';
export { Corrections, type OpenedCorrection, SETTABLE_DETAILS } from './corrections.js';
export { DataExports, EXPORT_DAYS, type ExportDocument, type FetchResult } from './data-exports.js';
export {
  EXPORT_SOURCES,
  type ExportReading,
  type ExportRow,
  type ExportSource,
  NOT_EXPORTED,
  type ToldEvent,
} from './export-sources.js';
export { type Offer, Returns } from './returns.js';
