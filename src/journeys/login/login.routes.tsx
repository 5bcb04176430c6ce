import type Router from '@koa/router';
import type { Interactions } from '../../provider/interactions.js';
import type { Clock } from '../../shared/clock.js';
import { AppError, BUSY } from '../../shared/errors.js';
import type { PageContext, PageState } from '../../ui/context.js';
import { type FormState, keptValues, readForm, rejectForm } from '../../ui/forms.js';
import { renderPage } from '../../ui/page.js';
import type { DeviceCookie } from '../device-cookie.js';
import { FRESH_FOR, type Handover, keepHandover, readHandover } from '../handover.js';
import { journeyRoutes, type WalkDeps } from '../walk.js';
import { type CodeStep, type CodeStepDeps, codeRoutes } from './code.routes.js';
import type { FinishLogin, ProvenLogin } from './finish.js';
import { LOGIN_JOURNEY, type LoginWalk, loginState } from './login.journey.js';
import { LOGIN } from './login.messages.js';
import { loginForm, loginTexts } from './login.schema.js';
import { LoginPage } from './login.views.js';
import { noWay } from './no-way.js';
import type { PasswordLogin } from './password-login.js';

export interface LoginRoutesDeps extends CodeStepDeps {
  readonly walk: WalkDeps;
  readonly interactions: Pick<Interactions, 'currentSession'>;
  readonly checkLogin: PasswordLogin;
  readonly finish: FinishLogin;
  readonly device: DeviceCookie;
  readonly clock: Clock;
}

/** Adds the login pages below `/interaction/:uid/login` and `/code`. */
export function loginRoutes(router: Router<PageState>, deps: LoginRoutesDeps): void {
  const { checkLogin, finish, device, clock } = deps;
  const routes = journeyRoutes(router, deps.walk, LOGIN_JOURNEY, { name: 'login', schema: loginState, empty: {} });
  const code: CodeStep = codeRoutes(routes, deps);
  const now = (): number => clock.now().getTime();

  routes.show('login', async (ctx, walk) => {
    const { interaction, state } = walk;
    if (interaction.step === 'consent') return walk.go('');
    // Another tab has logged in meanwhile: the provider looks again at what is still missing.
    if (!interaction.session && (await deps.interactions.currentSession(ctx)))
      return ctx.redirect(interaction.returnTo);
    if (interaction.session && interaction.stepUp && !state.other) {
      const { identityId } = interaction.session;
      await walk.save({ pending: { identityId, via: 'session', at: now(), shared: false } });
      return walk.go('code');
    }
    const login = (await readHandover(ctx.state.visit, interaction.uid))?.name ?? interaction.loginHint ?? '';
    loginPage(ctx, walk, { values: { login } });
  });

  routes.take('login', async (ctx, walk) => {
    const { interaction } = walk;
    if (interaction.step === 'consent') return walk.go('');
    const read = readForm(ctx, loginForm, loginTexts);
    const typed = keptValues(ctx).login;
    const before = await readHandover(ctx.state.visit, interaction.uid);
    if (typeof typed === 'string') {
      const handover = { name: typed.slice(0, 200), made: before?.made ?? null };
      await keepHandover(ctx.state.visit, interaction.uid, handover);
    }
    if (!read.ok) return loginPage(ctx, walk, read);

    const { login, password } = read.value;
    const shared = read.value.shared !== undefined;
    const answer = await attempt({
      login,
      password,
      deviceSecret: device.read(ctx),
      applicationId: interaction.application.id,
    });
    if (answer.outcome === 'busy') {
      ctx.set('Retry-After', String(BUSY.retryAfter));
      return loginPage(ctx, walk, rejectForm(ctx, { field: '', text: BUSY.text }), BUSY.status);
    }
    if (answer.outcome === 'refused') return loginPage(ctx, walk, rejectForm(ctx, { field: '', text: LOGIN.refused }));
    if (interaction.aal === 3) return noWay(ctx, walk, 'factor');

    const identityId = answer.identity.id;
    const proven = provenNow(interaction.aal, answer.knownDevice, before, identityId, shared);
    if (proven) {
      const outcome = await finish(ctx, walk, proven);
      return outcome === 'inactive' ? noWay(ctx, walk, 'inactive') : undefined;
    }
    await code.begin(ctx, walk, { identityId, via: 'password', at: now(), shared });
  });

  async function attempt(input: Parameters<PasswordLogin>[0]) {
    try {
      return await checkLogin(input);
    } catch (error) {
      if (error instanceof AppError && error.entry === BUSY) return { outcome: 'busy' } as const;
      throw error;
    }
  }

  /** What the right password is enough for by itself, if it is enough at all. */
  function provenNow(
    wanted: 1 | 2 | 3,
    knownDevice: boolean,
    handover: Handover | undefined,
    identityId: string,
    shared: boolean,
  ): ProvenLogin | undefined {
    const device = shared ? 'shared' : 'known';
    const made = handover?.made;
    // Registered minutes ago in this visit: the code that confirmed the phone and the password are two factors.
    if (made && made.identityId === identityId && now() - made.at < FRESH_FOR) {
      return { identityId, aal: 2, amr: ['pwd', 'otp', 'sms', 'mfa'], used: ['password', 'sms'], device };
    }
    if (!knownDevice || wanted > 1) return undefined;
    return { identityId, aal: 1, amr: ['pwd'], used: ['password'], device };
  }

  function loginPage(ctx: PageContext, walk: LoginWalk, form: FormState, status?: number): void {
    const { base, application, interaction, state } = walk;
    const again = interaction.session !== undefined && !state.other;
    const view = <LoginPage base={base} application={application} again={again} />;
    renderPage(ctx, view, { title: LOGIN.title, form, ...(status && { status }) });
  }
}
