import type { Clock } from '../../shared/clock.js';
import type { PageContext } from '../../ui/context.js';
import { type FormState, readForm, rejectForm } from '../../ui/forms.js';
import { renderPage } from '../../ui/page.js';
import { codeError, codeForm, codeTexts, limitedError, maskPhone, minutesOf } from '../code-entry.js';
import type { OneTimeCodes } from '../one-time-codes.js';
import type { journeyRoutes, Walk } from '../walk.js';
import type { FinishLogin } from './finish.js';
import type { LOGIN_JOURNEY, LoginState, LoginWalk, Pending } from './login.journey.js';
import { LOGIN } from './login.messages.js';
import { CodePage, SendCodePage } from './login.views.js';
import type { LoginRecord } from './login-record.js';
import { noWay } from './no-way.js';
import type { FailureLimit } from './password-login.js';

export interface CodeStepDeps {
  readonly codes: OneTimeCodes;
  /** The confirmed phone, E.164; undefined where the identity has none. */
  phoneOf(identityId: string): Promise<string | undefined>;
  readonly throttle: FailureLimit;
  readonly record: LoginRecord;
  readonly finish: FinishLogin;
  readonly clock: Clock;
}

export interface CodeStep {
  /** Sends a code after a first factor and goes to its page. */
  begin(ctx: PageContext, walk: LoginWalk, pending: Pending): Promise<void>;
}

/** Milliseconds that a first factor waits for the second. */
const PENDING_FOR = 15 * 60_000;

type CodeWalk = Walk<LoginState, { pending: Pending; code?: { id: string; expiresAt: number } | undefined }>;
type Routes = ReturnType<typeof journeyRoutes<typeof LOGIN_JOURNEY, LoginState>>;

/** The second factor by SMS: `/interaction/:uid/code`. */
export function codeRoutes(routes: Routes, deps: CodeStepDeps): CodeStep {
  const { codes, phoneOf, throttle, record, finish, clock } = deps;
  const now = (): number => clock.now().getTime();

  routes.show('code', async (ctx, walk) => {
    if (!(await stillPending(walk))) return;
    await codePage(ctx, walk, {});
  });

  routes.take('code', async (ctx, walk) => {
    if (!(await stillPending(walk))) return;
    const { pending, code } = walk.at;
    if (!code) return walk.go('code');
    const read = readForm(ctx, codeForm, codeTexts);
    if (!read.ok) return codePage(ctx, walk, read);

    const { identityId } = pending;
    const paused = await throttle.check(identityId, 'sms');
    if (paused.blocked) {
      await record.failed({ identityId, applicationId: walk.interaction.application.id, factor: 'sms', paused: true });
      return codePage(
        ctx,
        walk,
        rejectForm(ctx, { field: 'code', text: LOGIN.codePaused, values: { minutes: minutesOf(paused.secondsLeft) } }),
      );
    }
    const visitDigest = ctx.state.visit.digest;
    const { outcome } = await codes.verify({ codeId: code.id, visitDigest, purpose: 'login', code: read.value.code });
    if (outcome !== 'right') {
      if (outcome === 'wrong') await throttle.fail(identityId, 'sms');
      await record.failed({ identityId, applicationId: walk.interaction.application.id, factor: 'sms', paused: false });
      return codePage(ctx, walk, rejectForm(ctx, codeError(outcome)));
    }
    await throttle.clear(identityId, 'sms');
    const finished = await finish(ctx, walk, {
      identityId,
      aal: 2,
      amr: ['pwd', 'otp', 'sms', 'mfa'],
      used: pending.via === 'password' ? ['password', 'sms'] : ['sms'],
      device: pending.via === 'session' ? 'known' : pending.shared ? 'shared' : 'new',
    });
    if (finished === 'inactive') noWay(ctx, walk, 'inactive');
  });

  routes.take(
    'code',
    async (ctx, walk) => {
      if (await stillPending(walk)) await send(ctx, walk, walk.at.pending);
    },
    '/send',
  );

  routes.take(
    'code',
    async (_ctx, walk) => {
      await walk.save({ other: true });
      walk.go('login');
    },
    '/other',
  );

  return { begin: send };

  /** A first factor that waited too long, or whose session has gone, is asked for again. */
  async function stillPending(walk: CodeWalk): Promise<boolean> {
    const { pending } = walk.at;
    const held = pending.via === 'password' || walk.interaction.session?.identityId === pending.identityId;
    if (held && now() - pending.at < PENDING_FOR) return true;
    await walk.forget();
    walk.go('login');
    return false;
  }

  async function send(ctx: PageContext, walk: LoginWalk, pending: Pending): Promise<void> {
    const { identityId } = pending;
    const phone = await phoneOf(identityId);
    if (!phone) return noWay(ctx, walk, 'factor');
    const { visit, locale } = ctx.state;
    const sent = await codes.send({ purpose: 'login', visitDigest: visit.digest, identityId, phone, locale });
    if (sent.outcome === 'sent') {
      await walk.save({ pending, code: { id: sent.codeId, expiresAt: sent.expiresAt.getTime() } });
      return walk.go('code');
    }
    const earlier = walk.state.pending?.identityId === identityId ? walk.state.code : undefined;
    await walk.save({ pending, code: earlier });
    const at = { pending, code: earlier };
    await codePage(ctx, { ...walk, at }, rejectForm(ctx, limitedError(sent.secondsLeft)));
  }

  async function codePage(ctx: PageContext, walk: CodeWalk, form: FormState): Promise<void> {
    const { base, application, interaction } = walk;
    const { pending, code } = walk.at;
    const full = await phoneOf(pending.identityId);
    if (!full) return noWay(ctx, walk, 'factor');
    const phone = maskPhone(full);
    const why = pending.via === 'session' || interaction.aal > 1 ? 'application' : 'device';
    const frame = { base, application, phone, why } as const;
    if (!code) return renderPage(ctx, <SendCodePage {...frame} />, { title: LOGIN.codeSendTitle, form });
    const minutes = minutesOf((code.expiresAt - now()) / 1000);
    const view = <CodePage {...frame} minutes={minutes} resend={`${base}/code/send`} />;
    renderPage(ctx, view, { title: LOGIN.codeTitle, form });
  }
}
