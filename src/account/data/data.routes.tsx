import type { House } from '../../domain/house.js';
import { SIGNED_IN } from '../../sections/door.js';
import type { AccountSection } from '../section.js';
import { closingPages } from './closing.pages.js';
import { correctionPages } from './correction.pages.js';
import { DATA } from './data.messages.js';
import { DataOverview } from './data.views.js';
import { exportPages } from './export.pages.js';
import { returnPages } from './return.pages.js';

/** `/account/data`: what the citizen can ask of everything that is held about them. */
export function dataSection(deps: Pick<House, 'closings' | 'corrections' | 'dataExports' | 'returns'>): AccountSection {
  return {
    path: '/account/data',
    name: DATA.section,
    mount(pages) {
      pages.show('/account/data', SIGNED_IN, async (ctx, { identityId }) => {
        const mayReturn = (await deps.returns.offers(identityId)).length > 0;
        pages.page(ctx, <DataOverview mayReturn={mayReturn} />, { title: DATA.section });
      });
      exportPages(deps, pages);
      correctionPages(deps, pages);
      closingPages(deps, pages);
      returnPages(deps, pages);
    },
  };
}
