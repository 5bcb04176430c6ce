import type { House } from '../../domain/house.js';
import { SIGNED_IN } from '../../sections/door.js';
import type { AccountSection } from '../section.js';
import { answerPages } from './answer.pages.js';
import { askPages } from './ask.pages.js';
import { childPages } from './child.pages.js';
import { FAMILY } from './family.messages.js';
import { FamilyOfChild, FamilyOfGuardian } from './family.views.js';

const PATH = '/account/family';

/** `/account/family`: who looks after a child's account, and whom a guardian looks after. */
export function familySection(
  deps: Pick<
    House,
    'applications' | 'clock' | 'consents' | 'guardians' | 'identities' | 'sessions' | 'tell' | 'uow' | 'wards'
  >,
): AccountSection {
  const { guardians, wards } = deps;
  return {
    path: PATH,
    name: FAMILY.section,
    mount(pages) {
      pages.show(PATH, SIGNED_IN, async (ctx, { identityId }) => {
        const title = { title: FAMILY.section };
        if (await guardians.isUnder14(identityId)) {
          const mine = await guardians.ofWard(identityId);
          const until = (await guardians.fourteenOn(identityId)) ?? '';
          return pages.page(ctx, <FamilyOfChild guardians={mine} until={until} />, title);
        }
        pages.page(ctx, <FamilyOfGuardian {...(await wards.family(identityId))} />, title);
      });
      askPages(deps, pages);
      answerPages(deps, pages);
      childPages(deps, pages);
    },
  };
}
