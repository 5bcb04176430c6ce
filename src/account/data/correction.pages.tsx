import { z } from 'zod';
import { fieldWords } from '../../domain/holdings/index.js';
import type { House } from '../../domain/house.js';
import { CORRECTABLE, type Correctable } from '../../domain/records/index.js';
import type { OpenedCorrection } from '../../domain/rights/index.js';
import { SIGNED_IN } from '../../sections/door.js';
import { beijingTime } from '../../shared/beijing-time.js';
import type { Text } from '../../shared/text.js';
import {
  Button,
  Heading,
  LinkP,
  P,
  Radios,
  SummaryList,
  type SummaryRow,
  Tag,
  TextArea,
} from '../../ui/components/index.js';
import type { FormState } from '../../ui/forms/form-state.js';
import { Form, readForm, rejectForm } from '../../ui/forms/forms.js';
import { usePage, useText } from '../../ui/page/environment.js';
import type { AccountContext, AccountPages, Citizen } from '../section.js';
import { CORRECTION, DATA } from './data.messages.js';

const PATH = '/account/data/correction';
const CHARACTERS = 500;

const form = z.object({
  field: z.enum(CORRECTABLE),
  request: z
    .string()
    .trim()
    .min(1)
    .refine((words) => [...words].length <= CHARACTERS, 'too_long'),
});
const texts = {
  field: { required: CORRECTION.fieldMissing, invalid: CORRECTION.fieldMissing },
  request: { required: CORRECTION.requestMissing, too_long: CORRECTION.requestLong },
};

const nameOf = (field: Correctable): Text =>
  field === 'residence' ? CORRECTION.residence : (fieldWords(field) ?? CORRECTION.other);

/** The citizen says what is wrong, and reads the answers. */
export function correctionPages(
  { corrections }: Pick<House, 'corrections'>,
  { show, take, page, done }: AccountPages,
): void {
  async function draw(ctx: AccountContext, { identityId }: Citizen, state: FormState = {}): Promise<void> {
    const all = await corrections.ofIdentity(identityId);
    const back = { href: '/account/data', text: DATA.back };
    page(ctx, <CorrectionPage all={all} />, { title: CORRECTION.title, form: state, back });
  }
  show(PATH, SIGNED_IN, (ctx, citizen) => draw(ctx, citizen));
  take(PATH, SIGNED_IN, async (ctx, citizen) => {
    const read = readForm(ctx, form, texts);
    if (!read.ok) return draw(ctx, citizen, read);
    const outcome = await corrections.ask(citizen.identityId, read.value.field, read.value.request);
    if (outcome === 'open') return draw(ctx, citizen, rejectForm(ctx, { field: 'field', text: CORRECTION.open }));
    await done(ctx, PATH, CORRECTION.asked);
  });
}

function CorrectionPage({ all }: { all: readonly OpenedCorrection[] }) {
  const t = useText();
  return (
    <>
      <Heading text={CORRECTION.title} />
      <P text={CORRECTION.lead} />
      <LinkP href="/account/contact" text={CORRECTION.contacts} />
      <Form>
        <Radios
          name="field"
          legend={CORRECTION.field}
          items={CORRECTABLE.map((field) => ({ value: field, label: nameOf(field) }))}
        />
        <TextArea name="request" label={CORRECTION.request} hint={CORRECTION.requestHint} />
        <Button text={CORRECTION.submit} id="ask" />
      </Form>
      {all.length > 0 && (
        <section>
          <h2 class="govuk-heading-m">{t(CORRECTION.yours)}</h2>
          <ul class="yihao-things">
            {all.map((one) => (
              <Asked key={one.id} one={one} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Asked({ one }: { one: OpenedCorrection }) {
  const t = useText();
  const { locale } = usePage();
  const { field, request, answer, outcome, askedAt } = one;
  const rows: SummaryRow[] = [
    { key: CORRECTION.request, value: request },
    { key: CORRECTION.askedAt, value: beijingTime(askedAt, locale) },
    ...(answer === null ? [] : [{ key: CORRECTION.answer, value: answer }]),
  ];
  return (
    <li class="yihao-thing" data-field={field}>
      <h3>
        {t(nameOf(field))}
        <Tag text={CORRECTION[outcome ?? 'waiting']} colour={outcome === 'corrected' ? 'green' : 'grey'} />
      </h3>
      <SummaryList rows={rows} plain />
    </li>
  );
}
