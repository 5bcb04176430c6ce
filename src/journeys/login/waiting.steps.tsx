import type { Recovery } from '../../domain/records/index.js';
import { RECOVERY_CHANGES } from '../../domain/recovery/index.js';
import { beijingTime } from '../../shared/beijing-time.js';
import { Button, Heading, P, Panel } from '../../ui/components/index.js';
import { Form } from '../../ui/forms/forms.js';
import { usePage, useText } from '../../ui/page/environment.js';
import { renderPage } from '../../ui/page/page.js';
import type { LoginSteps } from './code.steps.js';
import { LOGIN } from './login.messages.js';
import type { LoginParts } from './login-parts.js';

/** Milliseconds that a proven login waits here. */
const PASSED_FOR = 15 * 60_000;

/** After a login while a recovery waits: `/interaction/:uid/waiting`. One press stops it, or goes on. */
export function waitingSteps({ show, take, also }: LoginSteps, { recoveries, record, enter, clock }: LoginParts): void {
  show('waiting', async (ctx, { base, at }) => {
    const recovery = await recoveries.waiting(at.passed.identityId);
    const title = recovery ? LOGIN.waitingTitle : LOGIN.stoppedTitle;
    renderPage(ctx, <WaitingPage base={base} recovery={recovery} />, { title });
  });
  take('waiting', async (ctx, walk) => {
    const { at, ...login } = walk.at.passed;
    // A recovery that took effect meanwhile ended what was proven before it, too.
    const overtaken = (await record.epochOf(login.identityId)) !== login.epoch;
    if (overtaken || clock.now().getTime() - at > PASSED_FOR) {
      await walk.forget();
      return walk.go('login');
    }
    await enter(ctx, walk, login);
  });
  also('waiting', '/stop', async (_ctx, walk) => {
    await recoveries.stop(walk.at.passed.identityId);
    walk.go('waiting');
  });
}

function WaitingPage({ base, recovery }: { base: string; recovery: Recovery | undefined }) {
  const t = useText();
  const { locale } = usePage();
  if (!recovery)
    return (
      <>
        <Panel title={LOGIN.stoppedTitle} />
        <P text={LOGIN.stoppedLead} />
        <Form action={`${base}/waiting`}>
          <Button text={LOGIN.stoppedNext} id="go-on" />
        </Form>
      </>
    );
  const values = { change: t(RECOVERY_CHANGES[recovery.goal]), time: beijingTime(recovery.effectiveAt, locale) };
  return (
    <>
      <Heading text={LOGIN.waitingTitle} />
      <P text={LOGIN.waitingWhat} values={values} look="lead" />
      <Form action={`${base}/waiting/stop`}>
        <Button look="warning" text={LOGIN.waitingStop} id="stop-recovery" />
      </Form>
      <Form action={`${base}/waiting`}>
        <Button look="secondary" text={LOGIN.waitingMine} id="go-on" />
      </Form>
    </>
  );
}
