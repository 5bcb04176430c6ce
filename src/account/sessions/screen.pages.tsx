import { z } from 'zod';
import { QR_CODE_DIGITS, QR_NUMBER_DIGITS, type WaitingScreen } from '../../domain/authenticators/index.js';
import type { House } from '../../domain/house.js';
import { browserText, placeText } from '../../domain/sessions/index.js';
import { SIGNED_IN } from '../../sections/door.js';
import { beijingTime } from '../../shared/beijing-time.js';
import { plainCode, type Text } from '../../shared/text.js';
import { Button, Heading, P, SummaryList, TextInput, WarningText } from '../../ui/components/index.js';
import type { PageContext } from '../../ui/context.js';
import type { FieldError, FormState } from '../../ui/forms/form-state.js';
import { Form, readForm, rejectForm } from '../../ui/forms/forms.js';
import { usePage } from '../../ui/page/environment.js';
import { seeOther } from '../../ui/page/see-other.js';
import { BRAND } from '../../ui/ui.messages.js';
import type { AccountContext, AccountPages, Citizen } from '../section.js';
import { SCREEN, SESSIONS } from './sessions.messages.js';

const LIST = '/account/sessions';
const PATH = `${LIST}/screen`;

/** Where a QR code leads whoever is logged in. */
export const screenPath = (code: string): string => `${PATH}/${code}`;

const figures = (length: number) =>
  z
    .string()
    .transform(plainCode)
    .pipe(z.string().regex(new RegExp(`^\\d{${length}}$`)));
const codeForm = z.object({ screen_code: figures(QR_CODE_DIGITS) });
const codeTexts = { screen_code: { required: SCREEN.codeMissing, invalid: SCREEN.codeMissing } };
const numberForm = z.object({ number_code: figures(QR_NUMBER_DIGITS), opened: z.string() });
const numberTexts = { number_code: { required: SCREEN.numberMissing, invalid: SCREEN.numberMissing } };
/** With which login the page was opened: under another one nothing is confirmed that this one was shown. */
const openedWith = z.object({ code: z.string(), uid: z.string() });

/** `/account/sessions/screen`: lets a screen in that shows a QR code, or not. */
export function screenPages(
  { show, take, page, done }: AccountPages,
  { qr, applications }: Pick<House, 'applications' | 'qr'>,
): void {
  const back = { href: LIST, text: SESSIONS.section };

  const typePage = (ctx: PageContext, form: FormState): void =>
    page(ctx, <TypePage />, { title: SCREEN.title, form, back });
  const said = (ctx: PageContext, text: Text, values: FieldError['values'] = {}): void =>
    typePage(ctx, rejectForm(ctx, { field: '', text, values }));

  async function askPage(ctx: AccountContext, { identityId, session }: Citizen, form: FormState): Promise<void> {
    const { code = '' } = ctx.params;
    const found = await qr.find(code, identityId);
    if (found.outcome === 'none') return said(ctx, SCREEN.over);
    if (found.outcome === 'limited')
      return said(ctx, SCREEN.limited, { minutes: Math.max(1, Math.ceil(found.secondsLeft / 60)) });
    const { screen } = found;
    const { name = BRAND } = (await applications.load(screen.applicationId)) ?? {};
    const opened = ctx.state.visit.seal({ code, uid: session.uid });
    const view = <AskPage code={code} screen={screen} application={name} opened={opened} />;
    page(ctx, view, { title: SCREEN.ask, form, back });
  }

  show(PATH, SIGNED_IN, async (ctx) => typePage(ctx, {}));
  take(PATH, SIGNED_IN, async (ctx) => {
    const read = readForm(ctx, codeForm, codeTexts);
    if (!read.ok) return typePage(ctx, read);
    seeOther(ctx, screenPath(read.value.screen_code));
  });

  /** A login that is too old for its level is made anew before it is passed on; a public terminal's never is. */
  function cannotLend(ctx: AccountContext, { session }: Citizen): boolean {
    if (!session.aged && !session.terminal) return false;
    seeOther(ctx, session.terminal ? LIST : `/sign-in?${new URLSearchParams({ to: ctx.path, fresh: '1' })}`);
    return true;
  }

  show(screenPath(':code'), SIGNED_IN, async (ctx, citizen) => {
    if (!cannotLend(ctx, citizen)) await askPage(ctx, citizen, {});
  });
  take(screenPath(':code'), SIGNED_IN, async (ctx, citizen) => {
    if (cannotLend(ctx, citizen)) return;
    const { code = '' } = ctx.params;
    const read = readForm(ctx, numberForm, numberTexts);
    if (!read.ok) return askPage(ctx, citizen, read);
    const opened = ctx.state.visit.open(read.value.opened, openedWith);
    if (opened?.code !== code || opened.uid !== citizen.session.uid) return askPage(ctx, citizen, {});
    const answer = await qr.confirm(code, citizen.session, read.value.number_code);
    if (answer.outcome === 'confirmed') return done(ctx, LIST, SCREEN.confirmed);
    if (answer.outcome === 'over') return said(ctx, SCREEN.over);
    const wrong = { field: 'number_code', text: SCREEN.wrong, values: { left: answer.triesLeft } };
    await askPage(ctx, citizen, rejectForm(ctx, wrong));
  });
  take(`${screenPath(':code')}/refuse`, SIGNED_IN, async (ctx, { session }) => {
    const refused = await qr.refuse(ctx.params.code ?? '', session);
    await done(ctx, LIST, refused ? SCREEN.refused : SCREEN.over);
  });
}

function TypePage() {
  return (
    <>
      <Heading text={SCREEN.title} />
      <P text={SCREEN.lead} />
      <Form action={PATH} autocomplete="off">
        <TextInput
          name="screen_code"
          label={SCREEN.code}
          inputmode="numeric"
          width={10}
          maxLength={QR_CODE_DIGITS * 2}
          spaced
        />
        <Button text={SCREEN.find} />
      </Form>
    </>
  );
}

interface AskPageProps {
  code: string;
  screen: WaitingScreen;
  application: Text;
  opened: string;
}

function AskPage({ code, screen, application, opened }: AskPageProps) {
  const { locale } = usePage();
  return (
    <>
      <Heading text={SCREEN.ask} />
      <SummaryList
        rows={[
          { key: SCREEN.application, value: application },
          { key: SCREEN.place, value: placeText(screen.place) },
          { key: SCREEN.browser, value: browserText(screen.browser) },
          { key: SCREEN.began, value: beijingTime(screen.beganAt, locale) },
        ]}
      />
      <WarningText text={SCREEN.warning} />
      <Form action={screenPath(code)} autocomplete="off">
        <input type="hidden" name="opened" value={opened} />
        <TextInput
          name="number_code"
          label={SCREEN.number}
          inputmode="numeric"
          width={3}
          maxLength={QR_NUMBER_DIGITS * 2}
          spaced
        />
        <Button text={SCREEN.confirm} />
      </Form>
      <Form action={`${screenPath(code)}/refuse`}>
        <Button look="secondary" text={SCREEN.refuse} />
      </Form>
    </>
  );
}
