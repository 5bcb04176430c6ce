import { guardianForm } from '../../domain/guardians/index.js';
import type { House } from '../../domain/house.js';
import { FRESH } from '../../sections/door.js';
import { Button, Heading, P } from '../../ui/components/index.js';
import type { PageContext } from '../../ui/context.js';
import type { FormState } from '../../ui/forms/form-state.js';
import { Form, readForm, rejectForm } from '../../ui/forms/forms.js';
import { GuardianFields, guardianError, guardianTexts } from '../../ui/forms/person-fields.js';
import { seeOther } from '../../ui/page/see-other.js';
import type { AccountPages } from '../section.js';
import { FAMILY } from './family.messages.js';

const FAMILY_PATH = '/account/family';
const PATH = `${FAMILY_PATH}/guardian`;

/** A child names a guardian. The answer is the same, whoever the number belongs to. */
export function askPages(
  { guardians, clock }: Pick<House, 'clock' | 'guardians'>,
  { show, take, page, done }: AccountPages,
): void {
  const form = guardianForm(clock);

  show(PATH, FRESH, async (ctx, { identityId }) => {
    // Whoever is older looks for something else.
    if (!(await guardians.isUnder14(identityId))) return seeOther(ctx, FAMILY_PATH);
    draw(ctx, {});
  });
  take(PATH, FRESH, async (ctx, { identityId }) => {
    const read = readForm(ctx, form, guardianTexts);
    if (!read.ok) return draw(ctx, read);
    const { guardian_name: name, guardian_number: number } = read.value;
    const outcome = await guardians.ask(identityId, { name, number });
    if (outcome === 'not_needed') return seeOther(ctx, FAMILY_PATH);
    if (outcome !== 'asked') return draw(ctx, rejectForm(ctx, guardianError(outcome)));
    await done(ctx, FAMILY_PATH, FAMILY.asked);
  });

  function draw(ctx: PageContext, state: FormState): void {
    const back = { href: FAMILY_PATH, text: FAMILY.back };
    page(ctx, <AskPage />, { title: FAMILY.askTitle, form: state, back });
  }
}

function AskPage() {
  return (
    <>
      <Heading text={FAMILY.askTitle} />
      <P text={FAMILY.askLead} />
      <P text={FAMILY.mineMay} />
      <Form autocomplete="off">
        <GuardianFields />
        <Button text={FAMILY.askSend} />
      </Form>
    </>
  );
}
