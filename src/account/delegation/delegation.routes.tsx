import { z } from 'zod';
import { DELEGATION_DAYS, type InviteResult, MOST_HELPERS, stateOf } from '../../domain/delegations/index.js';
import type { House } from '../../domain/house.js';
import { maskName, typedName, typedNumber } from '../../domain/identities/index.js';
import type { Delegation } from '../../domain/records/index.js';
import { FRESH, SIGNED_IN } from '../../sections/door.js';
import type { Clock } from '../../shared/clock.js';
import { untilNextStep } from '../../shared/even-steps.js';
import type { Text } from '../../shared/text.js';
import type { PageContext } from '../../ui/context.js';
import type { FieldError, FormState } from '../../ui/forms/form-state.js';
import { readForm, rejectForm } from '../../ui/forms/forms.js';
import { nameTexts, numberTexts } from '../../ui/forms/person-fields.js';
import { seeOther } from '../../ui/page/see-other.js';
import type { AccountContext, AccountSection } from '../section.js';
import { DELEGATION } from './delegation.messages.js';
import { AnswerPage, DelegationList, type DelegationRow, InvitePage, type Offer } from './delegation.views.js';

const PATH = '/account/delegation';
/** Milliseconds; longer than an invitation takes, whether or not there is anybody to send it to. */
const STEP_MS = 400;

const endForm = z.object({ delegation: z.string().max(64) });
const answerForm = z.object({ answer: z.enum(['yes', 'no']) });

function inviteForm(clock: Clock) {
  return z.object({
    name: typedName,
    number: typedNumber(clock),
    applications: z.array(z.string().max(64)).min(1).max(100),
    days: z.enum(DELEGATION_DAYS.map(String) as [string, ...string[]]).transform(Number),
  });
}

const inviteTexts = {
  name: { ...nameTexts, required: DELEGATION.nameMissing },
  number: { ...numberTexts, required: DELEGATION.numberMissing },
  applications: { required: DELEGATION.whichMissing, invalid: DELEGATION.whichMissing },
  days: { required: DELEGATION.howLongMissing, invalid: DELEGATION.howLongMissing },
};

/** `/account/delegation`: who may act for the citizen, and for whom the citizen may. */
export function delegationSection(
  deps: Pick<House, 'applications' | 'clock' | 'delegations' | 'identities'>,
): AccountSection {
  const { delegations, applications, identities, clock } = deps;

  async function namesOf({ applications: ids }: Delegation): Promise<readonly Text[]> {
    const all = await Promise.all(ids.map((id) => applications.load(id)));
    return all.flatMap((one) => (one ? [one.name] : []));
  }

  async function rowOf(one: Delegation, side: DelegationRow['side']): Promise<DelegationRow> {
    const name =
      side === 'given' ? await delegations.helperName(one) : (await identities.reveal(one.identityId, ['name'])).name;
    const state = stateOf(one, clock.now());
    return { one, side, state, name: name && maskName(name), applications: await namesOf(one) };
  }

  /** Where a citizen may act for another: what an invitation can name. */
  async function offers(): Promise<readonly Offer[]> {
    const all = await applications.listForHome();
    const found = await Promise.all(all.map(async (one) => [one, await applications.find(one.id)] as const));
    return found.flatMap(([{ id, name, department }, application]) =>
      application?.delegation === 'allowed' ? [{ id, name, department: department.name }] : [],
    );
  }

  /** An invitation that waits for this citizen's answer. */
  async function asked(identityId: string, id: string | undefined): Promise<Delegation | undefined> {
    const { received } = await delegations.of(identityId);
    return received.find((one) => one.id === id && stateOf(one, clock.now()) === 'invited');
  }

  return {
    path: PATH,
    name: DELEGATION.section,
    mount({ show, take, page, done }) {
      const back = { href: PATH, text: DELEGATION.back };

      show(PATH, SIGNED_IN, async (ctx, { identityId }) => {
        const { given, received } = await delegations.of(identityId);
        const rows = await Promise.all([
          ...given.map((one) => rowOf(one, 'given')),
          ...received.map((one) => rowOf(one, 'received')),
        ]);
        // An invitation that lapsed or was withdrawn before its answer is nothing that the helper need remember.
        const shown = rows.filter(({ one, side, state }) => side === 'given' || state !== 'ended' || one.startedAt);
        const live = rows.filter(({ side, state }) => side === 'given' && state !== 'ended').length;
        const free = (await offers()).length > 0 ? 'yes' : 'nowhere';
        const mayInvite = live >= MOST_HELPERS ? 'full' : free;
        page(ctx, <DelegationList rows={shown} mayInvite={mayInvite} />, { title: DELEGATION.section });
      });

      const draw = async (ctx: PageContext, form: FormState): Promise<void> =>
        page(ctx, <InvitePage offers={await offers()} />, { title: DELEGATION.inviteTitle, form, back });
      show(`${PATH}/invite`, FRESH, (ctx) => draw(ctx, {}));
      take(`${PATH}/invite`, FRESH, async (ctx, { identityId }) => {
        const begun = performance.now();
        const read = readForm(ctx, inviteForm(clock), inviteTexts);
        if (!read.ok) return draw(ctx, read);
        const result = await delegations.invite(identityId, read.value);
        await untilNextStep(begun, STEP_MS);
        if (result.outcome === 'invited') return done(ctx, PATH, DELEGATION.invited);
        await draw(ctx, rejectForm(ctx, errorOf(result)));
      });

      const answered =
        (handler: (ctx: AccountContext, identityId: string, one: Delegation) => Promise<void>) =>
        async (ctx: AccountContext, { identityId }: { readonly identityId: string }): Promise<void> => {
          const one = await asked(identityId, ctx.params.id);
          return one ? handler(ctx, identityId, one) : done(ctx, PATH, DELEGATION.over);
        };
      show(
        `${PATH}/answer/:id`,
        FRESH,
        answered(async (ctx, _, one) => {
          // Whoever asks for help says who they are: nobody should agree for three stars.
          const { name = '' } = await identities.reveal(one.identityId, ['name']);
          const view = <AnswerPage one={one} name={name} applications={await namesOf(one)} />;
          page(ctx, view, { title: DELEGATION.section, back });
        }),
      );
      take(
        `${PATH}/answer/:id`,
        FRESH,
        answered(async (ctx, identityId, { id }) => {
          const read = readForm(ctx, answerForm);
          if (!read.ok) return seeOther(ctx, `${PATH}/answer/${id}`);
          if (read.value.answer === 'no') {
            await delegations.end(identityId, id);
            return done(ctx, PATH, DELEGATION.declined);
          }
          const accepted = await delegations.accept(identityId, id);
          await done(ctx, PATH, accepted ? DELEGATION.accepted : DELEGATION.over);
        }),
      );

      take(`${PATH}/end`, SIGNED_IN, async (ctx, { identityId }) => {
        const read = readForm(ctx, endForm);
        const ended = read.ok && (await delegations.end(identityId, read.value.delegation));
        await done(ctx, PATH, ended ? DELEGATION.done : DELEGATION.gone);
      });
    },
  };
}

function errorOf(result: Exclude<InviteResult, { outcome: 'invited' }>): FieldError {
  switch (result.outcome) {
    case 'self':
      return { field: 'number', text: DELEGATION.self };
    case 'too_young':
      return { field: '', text: DELEGATION.tooYoung };
    case 'full':
      return { field: '', text: DELEGATION.full, values: { most: MOST_HELPERS } };
    case 'limited':
      return { field: '', text: DELEGATION.limited, values: { minutes: Math.ceil(result.secondsLeft / 60) } };
    case 'not_allowed':
      return { field: 'applications', text: DELEGATION.notAllowed };
  }
}
