import { Router } from '@koa/router';
import { z } from 'zod';
import type { House } from '../../domain/house.js';
import type { Interactions } from '../../provider/interactions.js';
import { Button, ButtonLink, Heading, P, TextInput } from '../../ui/components/index.js';
import { type PageContext, type PageState, TERMINAL_START, type TerminalHere } from '../../ui/context.js';
import type { FormState } from '../../ui/forms/form-state.js';
import { Form, readForm, rejectForm } from '../../ui/forms/forms.js';
import { renderPage } from '../../ui/page/page.js';
import { seeOther } from '../../ui/page/see-other.js';
import { TERMINAL } from './terminal.messages.js';

/** Longer than a terminal stands. */
const YEARS_MS = 10 * 365 * 24 * 3600 * 1000;
/** Every cookie of ours, whoever sets it. */
const OURS = /^(?:__(?:Host|Secure)-)?yihao_/;

const setUpForm = z.object({ setup_code: z.string().trim().min(1).max(40) });
const setUpTexts = { setup_code: { required: TERMINAL.codeMissing, invalid: TERMINAL.codeMissing } };

/** Public terminals: `/terminal` sets one up, `/terminal/finish` leaves it, `/?terminal=1` hands it to the next person. */
export function createTerminals(
  { terminals, secure, terminalIdleMinutes }: Pick<House, 'secure' | 'terminalIdleMinutes' | 'terminals'>,
  interactions: Pick<Interactions, 'endSessionHere'>,
) {
  const cookie = secure ? '__Host-yihao_terminal' : 'yihao_terminal';
  const attributes = { httpOnly: true, sameSite: 'lax', secure, path: '/', overwrite: true } as const;
  const router = new Router<PageState>();

  /** What somebody left in this browser, by the cookies that lead to it. */
  const leftBehind = (ctx: PageContext): readonly string[] =>
    ctx
      .get('cookie')
      .split(';')
      .map((pair) => pair.split('=', 1)[0]!.trim())
      .filter((name) => OURS.test(name) && name !== cookie);

  /** Ends the session with its portals told, and forgets visit, drafts, language, size and device. */
  async function wipe(ctx: PageContext): Promise<void> {
    await interactions.endSessionHere(ctx);
    await ctx.state.visit.clear();
    for (const name of leftBehind(ctx)) ctx.cookies.set(name, null, attributes);
    // Not `cookies`: the terminal's own must stay.
    ctx.set('Clear-Site-Data', '"cache", "storage"');
    seeOther(ctx, TERMINAL_START);
  }

  const setUpPage = (ctx: PageContext, form: FormState): void =>
    renderPage(ctx, <SetUpPage />, { title: TERMINAL.setUpTitle, form });

  router.get('/', async (ctx, next) => {
    if (ctx.query.terminal !== '1' || !ctx.state.terminal) return next();
    if (leftBehind(ctx).length > 0) return wipe(ctx);
    renderPage(ctx, <StartPage />, { title: TERMINAL.welcome });
  });
  router.post('/terminal/finish', async (ctx, next) => (ctx.state.terminal ? wipe(ctx) : next()));
  router.get('/terminal', async (ctx) => setUpPage(ctx, {}));
  router.post('/terminal', async (ctx) => {
    const read = readForm(ctx, setUpForm, setUpTexts);
    if (!read.ok) return setUpPage(ctx, read);
    const done = await terminals.setUp(read.value.setup_code);
    if (!done) return setUpPage(ctx, rejectForm(ctx, { field: 'setup_code', text: TERMINAL.codeWrong }));
    ctx.cookies.set(cookie, done.secret, { ...attributes, maxAge: YEARS_MS });
    await wipe(ctx);
  });

  return {
    router,
    /** The terminal that the request's browser is. */
    async here(ctx: PageContext): Promise<TerminalHere | undefined> {
      const terminal = await terminals.recognise(ctx.cookies.get(cookie));
      return terminal && { name: terminal.name, place: terminal.place, idleSeconds: terminalIdleMinutes * 60 };
    },
  };
}

function StartPage() {
  return (
    <>
      <Heading text={TERMINAL.welcome} />
      <P text={TERMINAL.lead} />
      <ButtonLink href="/sign-in" text={TERMINAL.begin} start />
    </>
  );
}

function SetUpPage() {
  return (
    <>
      <Heading text={TERMINAL.setUpTitle} />
      <P text={TERMINAL.setUpLead} />
      <Form action="/terminal" autocomplete="off">
        <TextInput name="setup_code" label={TERMINAL.code} inputmode="numeric" width={20} maxLength={40} spaced />
        <Button text={TERMINAL.submit} />
      </Form>
    </>
  );
}
