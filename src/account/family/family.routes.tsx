import type { Guardians, Wards } from '../../domain/guardians/index.js';
import type { Identities } from '../../domain/identities/index.js';
import { SIGNED_IN } from '../../sections/door.js';
import type { Clock } from '../../shared/clock.js';
import type { AccountSection } from '../section.js';
import { type AnswerPagesDeps, answerPages } from './answer.pages.js';
import { type AskPagesDeps, askPages } from './ask.pages.js';
import { type ChildPagesDeps, childPages } from './child.pages.js';
import { FAMILY } from './family.messages.js';
import { FamilyOfChild, FamilyOfGuardian } from './family.views.js';

export interface FamilyDeps extends AskPagesDeps, AnswerPagesDeps, ChildPagesDeps {
  readonly guardians: Pick<Guardians, 'isUnder14' | 'fourteenOn' | 'ofWard' | 'ask'>;
  readonly wards: Pick<Wards, 'family' | 'find' | 'answer' | 'withdraw' | 'close' | 'looked'>;
  readonly identities: Pick<Identities, 'reveal'>;
  readonly clock: Clock;
}

const PATH = '/account/family';

/** `/account/family`: who looks after a child's account, and whom a guardian looks after. */
export function familySection(deps: FamilyDeps): AccountSection {
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
