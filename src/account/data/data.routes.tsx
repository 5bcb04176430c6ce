import type { AccountSection } from '../section.js';
import { type ClosingPagesDeps, closingPages } from './closing.pages.js';
import { type CorrectionPagesDeps, correctionPages } from './correction.pages.js';
import { DATA } from './data.messages.js';
import { DataOverview } from './data.views.js';
import { type ExportPagesDeps, exportPages } from './export.pages.js';

export type DataPagesDeps = ExportPagesDeps & CorrectionPagesDeps & ClosingPagesDeps;

/** `/account/data`: what the citizen can ask of everything that is held about them. */
export function dataSection(deps: DataPagesDeps): AccountSection {
  return {
    path: '/account/data',
    name: DATA.section,
    mount(pages) {
      pages.show('/account/data', async (ctx) => pages.page(ctx, <DataOverview />, { title: DATA.section }));
      exportPages(deps, pages);
      correctionPages(deps, pages);
      closingPages(deps, pages);
    },
  };
}
