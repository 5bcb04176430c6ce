import type { BeginAnswer, SecondFactor } from '../../domain/authenticators/index.js';
import { reaching, withFactor } from '../../domain/sessions/index.js';
import type { PageContext } from '../../ui/context.js';
import { codeTime, limitedError } from '../../ui/forms/code-entry.js';
import type { FormState } from '../../ui/forms/form-state.js';
import { readForm, rejectForm } from '../../ui/forms/forms.js';
import { renderPage } from '../../ui/page/page.js';
import { readHandover } from '../handover.js';
import { carryTyped } from '../unsent.js';
import type { journeyRoutes, Walk } from '../walk.js';
import { answerError, answerForm, answerTexts } from './factor-entry.js';
import { deviceOf, type LOGIN_JOURNEY, type LoginState, type LoginWalk, type Pending } from './login.journey.js';
import { LOGIN } from './login.messages.js';
import { CodePage, FactorPage, SendCodePage } from './login.views.js';
import type { LoginParts } from './login-parts.js';
import { noWay } from './no-way.js';

/** Milliseconds that a first factor waits for the second. */
const PENDING_FOR = 15 * 60_000;

type CodeWalk = Walk<LoginState, { pending: Pending; asked?: LoginState['asked'] }>;
export type LoginSteps = ReturnType<typeof journeyRoutes<typeof LOGIN_JOURNEY, LoginState>>;

/** The second factor: `/interaction/:uid/code`. It knows the contract of factors and none of their kinds. */
export function codeSteps({ show, take, also }: LoginSteps, deps: LoginParts): void {
  const { factors, record, finish } = deps;

  show('code', async (ctx, walk) => {
    if (!(await stillPending(deps, walk))) return;
    const { pending, asked } = walk.at;
    // Opening a page sends nothing: but what sends nothing may begin by itself.
    const [first] = asked ? [] : await usable(deps, walk, pending);
    if (first && !first.factor.needsSending) return beginFactor(deps, ctx, walk, pending);
    await codePage(deps, ctx, walk, {});
  });

  take('code', async (ctx, walk) => {
    if (!(await stillPending(deps, walk))) return;
    const { pending, asked } = walk.at;
    const factor = asked && factors.of(asked.kind);
    if (!asked || !factor) return walk.go('code');
    const read = readForm(ctx, answerForm(asked.shown), answerTexts(factor));
    if (!read.ok) return codePage(deps, ctx, walk, read);

    const { identityId } = pending;
    const { wantedAal: aal } = walk.interaction;
    const request = { identityId, visitDigest: ctx.state.visit.digest, locale: ctx.state.locale, aal };
    const answer = await factor.verify({ ...request, challenge: asked.challenge, answer: read.value.code });
    if (answer.outcome !== 'right') {
      const applicationId = walk.interaction.clientId;
      await record.failed({ identityId, applicationId, factor: factor.kind, paused: answer.outcome === 'blocked' });
      const form = rejectForm(ctx, answerError(answer, factor));
      // What was asked too long ago is asked for anew, where that sends nothing.
      const begun = answer.outcome === 'expired' && !factor.needsSending ? await factor.begin(request) : undefined;
      if (begun?.outcome !== 'begun') return codePage(deps, ctx, walk, form);
      const renewed = { pending, asked: askedOf(factor, begun) };
      await walk.save(renewed);
      return codePage(deps, ctx, { ...walk, at: renewed }, form);
    }
    const { at: _, ...first } = pending;
    const login = withFactor(first, { ...answer, kind: factor.kind });
    await finish(ctx, walk, { ...login, device: deviceOf(login.stepUp, login) });
  });

  also('code', '/send', async (ctx, walk) => {
    if (!(await stillPending(deps, walk))) return;
    await beginFactor(deps, ctx, walk, walk.at.pending, ctx.state.form.get('kind') ?? walk.at.asked?.kind);
  });

  also('code', '/other', async (_ctx, walk) => {
    await walk.save({ other: true });
    walk.go('login');
  });
}

/** What the identity can use, in order of preference: what reaches the level that is wanted, else the one that must be. */
async function usable(
  { factors }: LoginParts,
  { interaction }: LoginWalk,
  { identityId }: Pending,
): Promise<readonly { readonly factor: SecondFactor; readonly hint: string }[]> {
  const available = (await factors.available(identityId)).flatMap(({ kind, hint }) => {
    const factor = factors.of(kind);
    return factor ? [{ factor, hint, aal: factor.aal }] : [];
  });
  return reaching(available, interaction);
}

/**
 * Begins the second factor after a first one, and goes to its page.
 * @param kind the one that was chosen; the first that can be used where none was
 */
export async function beginFactor(
  deps: LoginParts,
  ctx: PageContext,
  walk: LoginWalk,
  proven: Pending,
  kind?: string,
): Promise<void> {
  const { identityId } = proven;
  const pending = { ...proven, epoch: proven.epoch ?? (await deps.record.epochOf(identityId)) };
  const all = await usable(deps, walk, pending);
  const { factor } = all.find((one) => one.factor.kind === kind) ?? all[0] ?? {};
  if (!factor) return noFactor(deps, ctx, walk, identityId);
  const { visit, locale } = ctx.state;
  const begun = await factor.begin({ identityId, visitDigest: visit.digest, locale, aal: walk.interaction.wantedAal });
  if (begun.outcome === 'unavailable') return noFactor(deps, ctx, walk, identityId);
  if (begun.outcome === 'begun') {
    await walk.save({ pending, asked: askedOf(factor, begun) });
    return walk.go('code');
  }
  // What was sent before still works, if it was sent for this identity.
  const asked = walk.state.pending?.identityId === identityId ? walk.state.asked : undefined;
  await walk.save({ pending, asked });
  await codePage(deps, ctx, { ...walk, at: { pending, asked } }, rejectForm(ctx, limitedError(begun.secondsLeft)));
}

async function noFactor({ factors }: LoginParts, ctx: PageContext, walk: LoginWalk, identityId: string): Promise<void> {
  if (walk.interaction.neededAal === 3) return noWay(ctx, walk, 'passkey');
  noWay(ctx, walk, 'factor', await factors.whyNot(identityId));
}

function askedOf({ kind }: SecondFactor, begun: Extract<BeginAnswer, { outcome: 'begun' }>) {
  const { challenge, shown, expiresAt } = begun;
  return { kind, challenge, shown, expiresAt: expiresAt.getTime() };
}

/** A first factor that waited too long, or whose session has gone, is asked for again. */
async function stillPending({ clock }: LoginParts, walk: CodeWalk): Promise<boolean> {
  const { pending } = walk.at;
  const held = !pending.stepUp || walk.interaction.sessionIdentityId === pending.identityId;
  if (held && clock.now().getTime() - pending.at < PENDING_FOR) return true;
  await walk.forget();
  walk.go('login');
  return false;
}

async function codePage(deps: LoginParts, ctx: PageContext, walk: CodeWalk, form: FormState): Promise<void> {
  const { base, application, interaction } = walk;
  const { pending, asked } = walk.at;
  const all = await usable(deps, walk, pending);
  const one = all.find(({ factor }) => factor.kind === asked?.kind) ?? all[0];
  if (!one) return noFactor(deps, ctx, walk, pending.identityId);
  const { factor, hint } = one;
  const others = all.flatMap((other) => (other === one ? [] : [other.factor]));
  const why = interaction.sessionIdentityId || interaction.wantedAal > 1 ? 'application' : 'device';
  const frame = { base, application, why, others } as const;
  if (!asked) return renderPage(ctx, <SendCodePage {...frame} phone={hint} />, { title: LOGIN.codeSendTitle, form });
  if (!factor.needsSending) {
    const view = <FactorPage {...frame} factor={factor} hint={hint} shown={asked.shown} />;
    return renderPage(ctx, view, { title: factor.label, form });
  }
  const time = codeTime(asked.expiresAt, deps.clock);
  const left = await readHandover(ctx.state.visit, interaction.uid);
  carryTyped(ctx, left && { login: left.name });
  const view = <CodePage {...frame} {...time} phone={hint} action={`${base}/code`} resend={`${base}/code/send`} />;
  renderPage(ctx, view, { title: LOGIN.codeTitle, form });
}
