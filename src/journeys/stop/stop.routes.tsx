import { createHmac } from 'node:crypto';
import type Router from '@koa/router';
import { z } from 'zod';
import type { House } from '../../domain/house.js';
import { LIMITS } from '../../domain/limits.js';
import { neighbourhood } from '../../shared/neighbourhood.js';
import { Button, ButtonLink, Heading, P, Panel, TextInput } from '../../ui/components/index.js';
import type { PageContext, PageState } from '../../ui/context.js';
import { minutesOf } from '../../ui/forms/code-entry.js';
import type { FormState } from '../../ui/forms/form-state.js';
import { Form, readForm, rejectForm } from '../../ui/forms/forms.js';
import { renderPage } from '../../ui/page/page.js';
import { STOP } from './stop.messages.js';

const form = z.object({ code: z.string().trim().min(1).max(40) });
const texts = { code: { required: STOP.missing, invalid: STOP.wrong, too_long: STOP.wrong } };

/** `/stop`: ends a recovery by the code that its message carried, for whoever cannot log in at this moment. */
export function stopRoutes(
  router: Router<PageState>,
  { recoveries, ephemeral, throttleKey }: Pick<House, 'ephemeral' | 'recoveries' | 'throttleKey'>,
): void {
  const page = (ctx: PageContext, state: FormState, status?: number): void =>
    renderPage(ctx, <StopPage />, { title: STOP.title, form: state, ...(status && { status }) });

  router.get('/stop', async (ctx) => page(ctx, {}));
  router.post('/stop', async (ctx) => {
    const read = readForm(ctx, form, texts);
    if (!read.ok) return page(ctx, read);
    const address = createHmac('sha256', throttleKey)
      .update(`stop|${neighbourhood(ctx.ip)}`)
      .digest('base64url');
    const { most, per } = LIMITS.stop_codes;
    const tried = await ephemeral.count(`stop-codes:{${address}}`, per);
    if (tried.count > most) {
      const values = { minutes: minutesOf(tried.secondsLeft) };
      return page(ctx, rejectForm(ctx, { field: '', text: STOP.limited, values }), 429);
    }
    if (!(await recoveries.stopByCode(read.value.code)))
      return page(ctx, rejectForm(ctx, { field: 'code', text: STOP.wrong }));
    renderPage(ctx, <StoppedPage />, { title: STOP.doneTitle });
  });
}

function StopPage() {
  return (
    <>
      <Heading text={STOP.title} />
      <P text={STOP.lead} />
      <Form action="/stop" autocomplete="off">
        <TextInput name="code" label={STOP.code} hint={STOP.hint} autocomplete="off" width={20} spaced />
        <Button look="warning" text={STOP.submit} id="stop" />
      </Form>
    </>
  );
}

function StoppedPage() {
  return (
    <>
      <Panel title={STOP.doneTitle} />
      <P text={STOP.done} />
      <ButtonLink href="/sign-in?to=/account/history/not-me" text={STOP.protect} />
    </>
  );
}
