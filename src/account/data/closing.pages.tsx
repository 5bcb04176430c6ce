import { z } from 'zod';
import type { House } from '../../domain/house.js';
import { FRESH, SIGNED_IN } from '../../sections/door.js';
import { beijingDate } from '../../shared/beijing-time.js';
import {
  Bullets,
  Button,
  ButtonGroup,
  ButtonLink,
  Heading,
  LinkP,
  P,
  TextInput,
  WarningText,
} from '../../ui/components/index.js';
import type { PageContext } from '../../ui/context.js';
import type { FormState } from '../../ui/forms/form-state.js';
import { Form, readForm } from '../../ui/forms/forms.js';
import { usePage, useText } from '../../ui/page/environment.js';
import type { AccountPages } from '../section.js';
import { CLOSING, CONFIRMATIONS } from './closing.messages.js';
import { DATA } from './data.messages.js';

/** Where the citizen says whether to keep an account that is about to close. */
export const CLOSING_PATH = '/account/data/closing';
const CONFIRM = `${CLOSING_PATH}/confirm`;
const EXPORT = '/account/data/export';

/** Whether a page may be read before that is answered. */
export const isOpenWhileClosing = (path: string): boolean =>
  [CLOSING_PATH, EXPORT].some((one) => path === one || path.startsWith(`${one}/`));

const form = z.object({
  confirm: z
    .string()
    .trim()
    .refine((words) => CONFIRMATIONS.has(words.toLowerCase()), 'wrong'),
});
const texts = { confirm: { required: CLOSING.confirmWrong, wrong: CLOSING.confirmWrong } };

/** The account is closed where it was opened: what follows, the citizen's word, and a way back for seven days. */
export function closingPages({ closings }: Pick<House, 'closings'>, { show, take, page, done }: AccountPages): void {
  const back = { href: '/account/data', text: DATA.back };
  show(CLOSING_PATH, SIGNED_IN, async (ctx, { session: { closesAt } }) => {
    const { title, waitTitle } = CLOSING;
    if (!closesAt) return page(ctx, <WhatFollows />, { title, back });
    const values = { day: beijingDate(closesAt, ctx.state.locale) };
    page(ctx, <KeepOrNot closesAt={closesAt} />, { title: waitTitle, values });
  });
  const draw = (ctx: PageContext, state: FormState = {}): void =>
    page(ctx, <Confirm />, { title: CLOSING.confirmTitle, form: state, back: { href: CLOSING_PATH } });
  show(CONFIRM, FRESH, async (ctx) => draw(ctx));
  take(CONFIRM, FRESH, async (ctx, { identityId }) => {
    const read = readForm(ctx, form, texts);
    if (!read.ok) return draw(ctx, read);
    await closings.ask(identityId);
    await done(ctx, CLOSING_PATH, CLOSING.asked);
  });
  take(`${CLOSING_PATH}/keep`, SIGNED_IN, async (ctx, { identityId }) => {
    const kept = await closings.keep(identityId);
    await done(ctx, '/account', kept ? CLOSING.saved : CLOSING.over);
  });
}

function WhatFollows() {
  const t = useText();
  return (
    <>
      <Heading text={CLOSING.title} />
      <P text={CLOSING.lead} />
      <Bullets texts={CLOSING.follows} />
      <h2 class="govuk-heading-m">{t(CLOSING.keptTitle)}</h2>
      <P text={CLOSING.kept} />
      <P text={CLOSING.keptNumber} />
      <h2 class="govuk-heading-m">{t(CLOSING.thinkTitle)}</h2>
      <P text={CLOSING.think} />
      <LinkP href={EXPORT} text={CLOSING.copy} />
      <ButtonGroup>
        <ButtonLink look="warning" href={CONFIRM} text={CLOSING.go} />
        <ButtonLink look="secondary" href="/account/data" text={CLOSING.stay} />
      </ButtonGroup>
    </>
  );
}

function Confirm() {
  return (
    <>
      <Heading text={CLOSING.confirmTitle} />
      <WarningText text={CLOSING.think} />
      <Form>
        <TextInput name="confirm" label={CLOSING.confirm} hint={CLOSING.confirmHint} width={20} autocomplete="off" />
        <ButtonGroup>
          <Button look="warning" text={CLOSING.submit} id="close" />
          <ButtonLink look="secondary" href="/account/data" text={CLOSING.stay} />
        </ButtonGroup>
      </Form>
    </>
  );
}

function KeepOrNot({ closesAt }: { closesAt: Date }) {
  const { locale } = usePage();
  return (
    <>
      <Heading text={CLOSING.waitTitle} values={{ day: beijingDate(closesAt, locale) }} />
      <P text={CLOSING.wait} />
      <Form action={`${CLOSING_PATH}/keep`}>
        <ButtonGroup>
          <Button text={CLOSING.keep} id="keep" />
          <ButtonLink look="secondary" href="/logout" text={CLOSING.leave} />
        </ButtonGroup>
      </Form>
      <LinkP href={EXPORT} text={CLOSING.copy} />
    </>
  );
}
