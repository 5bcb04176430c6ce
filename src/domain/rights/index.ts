export { CLOSING_DAYS, Closings } from './closings.js';
export { Corrections, type OpenedCorrection, SETTABLE_DETAILS } from './corrections.js';
export { DataExports, EXPORT_DAYS, type ExportDocument, type FetchResult } from './data-exports.js';
export { type Offer, Returns } from './returns.js';
