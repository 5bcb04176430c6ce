import { z } from 'zod';
import type { AnswerOutcome, Family, Ward } from '../../domain/guardians/index.js';
import type { House } from '../../domain/house.js';
import { FRESH } from '../../sections/door.js';
import { beijingDate, beijingHour } from '../../shared/beijing-time.js';
import type { Text } from '../../shared/text.js';
import { Bullets, Button, ButtonGroup, Checkboxes, Heading, P, SummaryList } from '../../ui/components/index.js';
import type { PageContext } from '../../ui/context.js';
import type { FormState } from '../../ui/forms/form-state.js';
import { Form, readForm, rejectForm } from '../../ui/forms/forms.js';
import { usePage, useText } from '../../ui/page/environment.js';
import type { AccountContext, AccountPages, Citizen } from '../section.js';
import { FAMILY } from './family.messages.js';

const FAMILY_PATH = '/account/family';
const PATH = `${FAMILY_PATH}/requests/:id`;

const form = z.object({ answer: z.enum(['yes', 'no']), guardian: z.array(z.literal('yes')).max(1) });

const SAID: Readonly<Record<AnswerOutcome, Text>> = {
  confirmed: FAMILY.confirmed,
  refused: FAMILY.refused,
  over: FAMILY.over,
  too_weak: FAMILY.tooWeak,
  too_young: FAMILY.tooYoung,
};

/** A guardian reads what a child asks for and what agreeing means, and agrees or does not. */
export function answerPages({ wards }: Pick<House, 'wards'>, { show, take, page, done }: AccountPages): void {
  async function asked(ctx: AccountContext, { identityId }: Citizen): Promise<[Ward | undefined, Family['unfit']]> {
    const { requests, unfit } = await wards.family(identityId);
    return [requests.find(({ id }) => id === ctx.params.id), unfit];
  }

  show(PATH, FRESH, async (ctx, citizen) => {
    const [request, unfit] = await asked(ctx, citizen);
    if (!request || unfit) return done(ctx, FAMILY_PATH, unfit ? SAID[unfit] : FAMILY.over);
    draw(ctx, request, {});
  });
  take(PATH, FRESH, async (ctx, citizen) => {
    const [request] = await asked(ctx, citizen);
    const read = readForm(ctx, form);
    if (!request || !read.ok) return done(ctx, FAMILY_PATH, FAMILY.over);
    const { answer, guardian } = read.value;
    if (answer === 'yes' && guardian.length === 0)
      return draw(ctx, request, rejectForm(ctx, { field: 'guardian', text: FAMILY.iAmMissing }));
    const outcome = await wards.answer(citizen.identityId, request.id, answer === 'yes' ? 'confirmed' : 'refused');
    await done(ctx, FAMILY_PATH, SAID[outcome]);
  });

  function draw(ctx: PageContext, request: Ward, state: FormState): void {
    const back = { href: FAMILY_PATH, text: FAMILY.back };
    const values = { name: request.name };
    page(ctx, <AnswerPage request={request} />, { title: FAMILY.answerTitle, values, form: state, back });
  }
}

function AnswerPage({ request: { name, number, fourteenOn } }: { request: Ward }) {
  const t = useText();
  const { locale } = usePage();
  const values = { name, date: beijingDate(beijingHour(fourteenOn), locale) };
  return (
    <>
      <Heading text={FAMILY.answerTitle} values={values} />
      <section>
        <h2 class="govuk-heading-m">{t(FAMILY.answerWho)}</h2>
        <SummaryList
          rows={[
            { key: FAMILY.name, value: name },
            { key: FAMILY.number, value: number },
            { key: FAMILY.until, value: values.date },
          ]}
        />
      </section>
      <section>
        <h2 class="govuk-heading-m">{t(FAMILY.answerMeans)}</h2>
        <Bullets texts={[FAMILY.meansUse, FAMILY.meansSee, FAMILY.meansEnd, FAMILY.meansUntil]} values={values} />
        <P text={FAMILY.basis} look="small" />
      </section>
      <Form>
        <Checkboxes name="guardian" items={[{ value: 'yes', label: t(FAMILY.iAm, values) }]} />
        <ButtonGroup>
          <Button name="answer" value="yes" text={FAMILY.agree} id="agree" />
          <Button name="answer" value="no" look="secondary" text={FAMILY.refuse} id="refuse" />
        </ButtonGroup>
      </Form>
    </>
  );
}
