import type { FactorAnswer, Factors } from '../../domain/authenticators/index.js';
import type { Clock } from '../../shared/clock.js';
import type { PageContext } from '../../ui/context.js';
import { type FieldError, type FormState, readForm, rejectForm } from '../../ui/forms.js';
import { renderPage } from '../../ui/page.js';
import { codeError, codeForm, codeTexts, limitedError, minutesOf } from '../code-entry.js';
import { readHandover } from '../handover.js';
import { carryTyped } from '../unsent.js';
import type { journeyRoutes, Walk } from '../walk.js';
import type { Finish } from './finish.js';
import type { LOGIN_JOURNEY, LoginState, LoginWalk, Pending } from './login.journey.js';
import { LOGIN } from './login.messages.js';
import { CodePage, SendCodePage } from './login.views.js';
import type { LoginRecord } from './login-record.js';
import { noWay } from './no-way.js';

export interface CodeStepDeps {
  readonly factors: Pick<Factors, 'available' | 'of'>;
  readonly record: LoginRecord;
  readonly finish: Finish['finish'];
  readonly clock: Clock;
}

/** Milliseconds that a first factor waits for the second. */
const PENDING_FOR = 15 * 60_000;

type CodeWalk = Walk<LoginState, { pending: Pending; asked?: LoginState['asked'] }>;
export type LoginSteps = ReturnType<typeof journeyRoutes<typeof LOGIN_JOURNEY, LoginState>>;

/** The second factor: `/interaction/:uid/code`. It knows the contract of factors and none of their kinds. */
export function codeSteps({ show, take }: LoginSteps, deps: CodeStepDeps): void {
  const { factors, record, finish } = deps;

  show('code', async (ctx, walk) => {
    if (await stillPending(deps, walk)) await codePage(deps, ctx, walk, {});
  });

  take('code', async (ctx, walk) => {
    if (!(await stillPending(deps, walk))) return;
    const { pending, asked } = walk.at;
    const factor = asked && factors.of(asked.kind);
    if (!asked || !factor) return walk.go('code');
    const read = readForm(ctx, codeForm, codeTexts);
    if (!read.ok) return codePage(deps, ctx, walk, read);

    const { identityId } = pending;
    const request = { identityId, visitDigest: ctx.state.visit.digest, locale: ctx.state.locale };
    const answer = await factor.verify({ ...request, challenge: asked.challenge, answer: read.value.code });
    if (answer.outcome !== 'right') {
      const applicationId = walk.interaction.application.id;
      await record.failed({ identityId, applicationId, factor: factor.kind, paused: answer.outcome === 'blocked' });
      return codePage(deps, ctx, walk, rejectForm(ctx, factorError(answer)));
    }
    const finished = await finish(ctx, walk, {
      identityId,
      aal: answer.aal,
      amr: ['pwd', ...answer.amr, 'mfa'],
      used: pending.via === 'password' ? ['password', factor.kind] : [factor.kind],
      device: pending.via === 'session' ? 'known' : pending.shared ? 'shared' : 'new',
      // A session that is made stronger goes on as it began: one of a public computer still ends with the browser.
      remember: !pending.shared,
      stepUp: pending.via === 'session',
    });
    if (finished === 'inactive') noWay(ctx, walk, 'inactive');
  });

  const send = '/send';
  take(
    'code',
    async (ctx, walk) => {
      if (await stillPending(deps, walk)) await beginFactor(deps, ctx, walk, walk.at.pending);
    },
    send,
  );

  const other = '/other';
  take(
    'code',
    async (_ctx, walk) => {
      await walk.save({ other: true });
      walk.go('login');
    },
    other,
  );
}

/** Begins the second factor after a first one, and goes to its page. */
export async function beginFactor(
  deps: CodeStepDeps,
  ctx: PageContext,
  walk: LoginWalk,
  pending: Pending,
): Promise<void> {
  const { identityId } = pending;
  const [first] = await deps.factors.available(identityId);
  const factor = first && deps.factors.of(first.kind);
  if (!factor) return noWay(ctx, walk, 'factor');
  const { visit, locale } = ctx.state;
  const begun = await factor.begin({ identityId, visitDigest: visit.digest, locale });
  if (begun.outcome === 'unavailable') return noWay(ctx, walk, 'factor');
  if (begun.outcome === 'begun') {
    const asked = { kind: factor.kind, challenge: begun.challenge, expiresAt: begun.expiresAt.getTime() };
    await walk.save({ pending, asked });
    return walk.go('code');
  }
  // What was sent before still works, if it was sent for this identity.
  const asked = walk.state.pending?.identityId === identityId ? walk.state.asked : undefined;
  await walk.save({ pending, asked });
  await codePage(deps, ctx, { ...walk, at: { pending, asked } }, rejectForm(ctx, limitedError(begun.secondsLeft)));
}

/** A first factor that waited too long, or whose session has gone, is asked for again. */
async function stillPending({ clock }: CodeStepDeps, walk: CodeWalk): Promise<boolean> {
  const { pending } = walk.at;
  const held = pending.via === 'password' || walk.interaction.session?.identityId === pending.identityId;
  if (held && clock.now().getTime() - pending.at < PENDING_FOR) return true;
  await walk.forget();
  walk.go('login');
  return false;
}

function factorError(answer: Exclude<FactorAnswer, { outcome: 'right' }>): FieldError {
  if (answer.outcome !== 'blocked') return codeError(answer.outcome);
  return { field: 'code', text: LOGIN.codePaused, values: { minutes: minutesOf(answer.secondsLeft) } };
}

async function codePage(deps: CodeStepDeps, ctx: PageContext, walk: CodeWalk, form: FormState): Promise<void> {
  const { base, application, interaction } = walk;
  const { pending, asked } = walk.at;
  const available = await deps.factors.available(pending.identityId);
  const shown = available.find(({ kind }) => kind === asked?.kind) ?? available[0];
  if (!shown) return noWay(ctx, walk, 'factor');
  const why = pending.via === 'session' || interaction.aal > 1 ? 'application' : 'device';
  const frame = { base, application, phone: shown.hint, why } as const;
  if (!asked) return renderPage(ctx, <SendCodePage {...frame} />, { title: LOGIN.codeSendTitle, form });
  const secondsLeft = (asked.expiresAt - deps.clock.now().getTime()) / 1000;
  const time = { expiresAt: new Date(asked.expiresAt), secondsLeft };
  const left = await readHandover(ctx.state.visit, interaction.uid);
  carryTyped(ctx, left && { login: left.name });
  const view = <CodePage {...frame} {...time} action={`${base}/code`} resend={`${base}/code/send`} />;
  renderPage(ctx, view, { title: LOGIN.codeTitle, form });
}
