import type { FirstAnswer, FirstFactor, FirstRequest } from '../../domain/authenticators/index.js';
import { browserOf, isLoginEnough } from '../../domain/sessions/index.js';
import type { PageContext } from '../../ui/context.js';
import { minutesOf } from '../../ui/forms/code-entry.js';
import type { FieldError, FormState } from '../../ui/forms/form-state.js';
import { readForm, rejectForm } from '../../ui/forms/forms.js';
import { leave } from '../../ui/page/leave.js';
import { renderPage } from '../../ui/page/page.js';
import type { Walk } from '../walk.js';
import { beginFactor, type LoginSteps } from './code.steps.js';
import { answerForm } from './factor-entry.js';
import { deviceOf, type Keep, keep as keepSchema, type LoginState, type LoginWalk } from './login.journey.js';
import { LOGIN } from './login.messages.js';
import type { LoginParts } from './login-parts.js';
import { placeOf } from './place.js';
import { ElsewherePage, WayPage } from './way.views.js';

type First = NonNullable<LoginState['first']>;
type WayWalk = Walk<LoginState, { first: First }>;

/** Logins that begin without a password: `/interaction/:uid/way`. It knows the contract and none of the kinds. */
export function firstSteps({ show, take, also }: LoginSteps, deps: LoginParts): void {
  const { factors, clock } = deps;
  const wayOf = (id: string | null | undefined): FirstFactor | undefined => factors.first.find((way) => way.id === id);

  also('login', '/with', async (ctx, walk) => {
    const chosen = ctx.state.form.get('way');
    const way = waysFor(deps, ctx, walk).find(({ id }) => id === chosen);
    if (!way || walk.interaction.step === 'consent') return walk.go('login');
    const keep = keepOf(ctx.state.form.get('keep'));
    const started = await begun(deps, ctx, walk, way, keep);
    if (!started) {
      const shown = { entry: 'leave' } as const;
      const form = rejectForm(ctx, wayError({ outcome: 'unavailable' }, way, shown));
      return page(ctx, walk, way, { shown, keep }, form);
    }
    const { first, shown } = started;
    await walk.save({ ...walk.state, first });
    if (shown.entry === 'leave') return leave(ctx, { ...shown, to: `${walk.base}/way` });
    // The page's script asked for it already, with what `offer` gave: the browser did so by itself, or the button.
    const read = way.offer && readForm(ctx, answerForm(shown));
    return read?.ok ? settle(ctx, { ...walk, at: { first } }, way, read.value.code) : walk.go('way');
  });

  show('way', async (ctx, walk) => {
    const { first } = walk.at;
    const way = wayOf(first.id);
    if (!way) return walk.go('login');
    // Whoever comes back from another site brings the answer in the address.
    if (first.shown.entry === 'leave' && ctx.querystring !== '') return settle(ctx, walk, way, ctx.querystring);
    page(ctx, walk, way, first, {});
  });

  take('way', async (ctx, walk) => {
    const { first } = walk.at;
    const way = wayOf(first.id);
    if (!way || first.shown.entry === 'leave') return walk.go(way ? 'way' : 'login');
    const read = readForm(ctx, answerForm(first.shown));
    if (!read.ok) return page(ctx, walk, way, first, read);
    await settle(ctx, walk, way, read.value.code);
  });

  show(
    'way',
    async (ctx, walk) => {
      const { first } = walk.at;
      const request = { ...firstRequest(deps, ctx, walk), challenge: first.challenge };
      ctx.set('Cache-Control', 'no-store');
      ctx.body = { state: (await wayOf(first.id)?.look?.(request)) ?? 'over' };
    },
    '/state',
  );

  async function settle(ctx: PageContext, walk: WayWalk, way: FirstFactor, answer: string): Promise<void> {
    const { first } = walk.at;
    const request = { ...firstRequest(deps, ctx, walk), challenge: first.challenge, answer };
    const verified: FirstAnswer =
      first.expiresAt > clock.now().getTime() ? await way.verify(request) : { outcome: 'expired' };
    if (verified.outcome === 'waiting')
      return page(ctx, walk, way, first, rejectForm(ctx, { field: '', text: LOGIN.qrWaiting }));
    if (verified.outcome !== 'right') {
      const applicationId = walk.interaction.clientId;
      const failure = { identityId: null, applicationId, factor: way.kind, paused: verified.outcome === 'blocked' };
      if (verified.outcome !== 'unavailable') await deps.record.failed(failure);
      const form = rejectForm(ctx, wayError(verified, way, first.shown));
      const { entry } = first.shown;
      // A challenge may be spent or too old: the next try has another.
      const renewed = entry === 'webauthn' || entry === 'elsewhere';
      const again = renewed ? await begun(deps, ctx, walk, way, first.keep) : undefined;
      if (again) await walk.save({ ...walk.state, first: again.first });
      return page(ctx, walk, way, again?.first ?? first, form);
    }
    await proceed(ctx, walk, way, verified);
  }

  /**
   * In, where it is strong enough by itself or the device is known and no more is wanted; else to the second factor. So
   * must whoever has to prove anew who they are by one factor alone: another site may have asked them nothing.
   */
  async function proceed(
    ctx: PageContext,
    walk: WayWalk,
    way: FirstFactor,
    { outcome: _, ...answer }: Extract<FirstAnswer, { outcome: 'right' }>,
  ): Promise<void> {
    const login = { ...answer, used: [way.kind], keep: walk.at.first.keep, stepUp: false };
    const { known } = await deps.devices.look(login.identityId, deps.device.read(ctx));
    if (!(await isLoginEnough(login, walk.interaction, { device: known })))
      return beginFactor(deps, ctx, walk, { ...login, at: clock.now().getTime() });
    await deps.finish(ctx, walk, { ...login, device: deviceOf(known, login) });
  }
}

const keepOf = (chosen: string | null): Keep => keepSchema.catch('once').parse(chosen);

/** What can be used in place of a password now. */
export function waysFor(
  { factors }: Pick<LoginParts, 'factors'>,
  { state: { terminal } }: PageContext,
  { interaction }: LoginWalk,
): readonly FirstFactor[] {
  return factors.first.filter(({ passesOn, leaves }) => !(passesOn && interaction.anew) && !(leaves && terminal));
}

/** What every kind is told of the browser and of what it is in the middle of. */
export function firstRequest(
  deps: Pick<LoginParts, 'places'>,
  ctx: PageContext,
  { base, interaction }: LoginWalk,
): FirstRequest {
  const { visit, locale } = ctx.state;
  const browser = browserOf(ctx.get('user-agent'));
  const screen = { applicationId: interaction.clientId, browser, place: placeOf(deps, ctx) };
  return { visitDigest: visit.digest, locale, base, screen };
}

/** @returns what is kept of it, and what is shown, which may lead elsewhere; undefined where that cannot be reached */
async function begun(deps: LoginParts, ctx: PageContext, walk: LoginWalk, way: FirstFactor, keep: Keep) {
  const answer = await way.begin(firstRequest(deps, ctx, walk));
  if (answer.outcome === 'unavailable') return undefined;
  const { challenge, shown, expiresAt } = answer;
  const kept = shown.entry === 'leave' ? { entry: shown.entry } : shown;
  return { first: { id: way.id, challenge, expiresAt: expiresAt.getTime(), keep, shown: kept }, shown };
}

type NotIn = Exclude<FirstAnswer, { outcome: 'right' | 'waiting' }>;

function wayError(answer: NotIn, { refused = LOGIN.wayRefused }: FirstFactor, { entry }: First['shown']): FieldError {
  if (answer.outcome === 'blocked')
    return { field: '', text: LOGIN.codePaused, values: { minutes: minutesOf(answer.secondsLeft) } };
  const expired = answer.outcome === 'expired';
  if (entry === 'elsewhere') return { field: '', text: expired ? LOGIN.qrExpired : LOGIN.qrRefused };
  if (answer.outcome === 'unavailable') return { field: '', text: LOGIN.wayUnavailable };
  return { field: '', text: expired ? LOGIN.answerExpired : refused };
}

function page(
  ctx: PageContext,
  { base, application }: LoginWalk,
  { id, label }: FirstFactor,
  { shown, keep }: Pick<First, 'shown' | 'keep'>,
  form: FormState,
): void {
  const frame = { base, application, label };
  const view =
    shown.entry === 'elsewhere' ? (
      <ElsewherePage {...frame} shown={shown} />
    ) : (
      <WayPage {...frame} id={id} shown={shown} keep={keep} />
    );
  renderPage(ctx, view, { title: label, form });
}
