import type { ProvenLogin } from '../../domain/records/index.js';
import { isLoginEnough, withFactor } from '../../domain/sessions/index.js';
import { unlessBusy } from '../../shared/errors.js';
import type { PageContext } from '../../ui/context.js';
import type { FormState } from '../../ui/forms/form-state.js';
import { busyForm, keptValues, readForm, rejectForm } from '../../ui/forms/forms.js';
import { renderPage } from '../../ui/page/page.js';
import { seeOther } from '../../ui/page/see-other.js';
import { FRESH_FOR, type Handover, keepHandover, readHandover } from '../handover.js';
import { takeUnsent } from '../unsent.js';
import { beginFactor, type LoginSteps } from './code.steps.js';
import { firstRequest, waysFor } from './first.steps.js';
import type { LoginWalk } from './login.journey.js';
import { LOGIN } from './login.messages.js';
import { loginForm, loginTexts } from './login.schema.js';
import { LoginPage } from './login.views.js';
import type { LoginParts } from './login-parts.js';
import { noWay } from './no-way.js';
import { placeOf } from './place.js';

/** The login name and the password: `/interaction/:uid/login`. */
export function loginSteps({ show, take }: LoginSteps, deps: LoginParts): void {
  const { device, letIn, clock } = deps;

  show('login', async (ctx, walk) => {
    const { interaction, state } = walk;
    if (interaction.step === 'consent') return walk.go('');
    const { sessionIdentityId: identityId } = interaction;
    // Another tab has logged in meanwhile: the provider looks again at what is still missing.
    if (!identityId && (await deps.interactions.anySession(ctx))) return seeOther(ctx, interaction.returnTo);
    if (identityId && interaction.stepUp && !state.other) {
      const { aal = 1, amr = ['pwd'] } = (await deps.interactions.anySession(ctx)) ?? {};
      const at = clock.now().getTime();
      await walk.save({ pending: { identityId, stepUp: true, aal, amr, used: [], at, keep: 'once' } });
      return walk.go('code');
    }
    const left = await readHandover(ctx.state.visit, interaction.uid);
    const late = left ? undefined : (await takeUnsent(ctx.state.visit, 'login'))?.login;
    // It is this interaction's from now on, through reloads and other languages.
    if (late) await keepHandover(ctx.state.visit, interaction.uid, { name: late, made: null });
    await page(deps, ctx, walk, { values: { login: left?.name ?? late ?? interaction.loginHint ?? '' } });
  });

  take('login', async (ctx, walk) => {
    const { interaction } = walk;
    if (interaction.step === 'consent') return walk.go('');
    const read = readForm(ctx, loginForm, loginTexts);
    const left = await readHandover(ctx.state.visit, interaction.uid);
    if (!read.ok) {
      await keepTyped(ctx, interaction.uid, left);
      return page(deps, ctx, walk, read);
    }

    const { login, password, keep } = read.value;
    const now = clock.now().getTime();
    const answer = await unlessBusy(
      deps.checkLogin({
        login,
        password,
        deviceSecret: device.read(ctx),
        applicationId: interaction.clientId,
        place: placeOf(deps, ctx),
        proves: async (identityId, device) => {
          const login = provenNow(identityId, left, now);
          return (await isLoginEnough(login, interaction, { device })) ? login : undefined;
        },
      }),
    );
    if (answer?.outcome === 'proven')
      return letIn(ctx, walk, { ...answer.login, device: 'known', keep, stepUp: false }, answer.seen);
    // Only whoever is through needs no page of ours again.
    await keepTyped(ctx, interaction.uid, left);
    if (!answer) return page(deps, ctx, walk, busyForm(ctx));
    if (answer.outcome === 'inactive') return noWay(ctx, walk, 'inactive');
    if (answer.outcome === 'refused') return page(deps, ctx, walk, rejectForm(ctx, { field: '', text: LOGIN.refused }));

    await beginFactor(deps, ctx, walk, { ...byPassword(answer.identityId), stepUp: false, at: now, keep });
  });
}

const byPassword = (identityId: string): ProvenLogin => ({ identityId, aal: 1, amr: ['pwd'], used: ['password'] });

/** What the right password proves. */
function provenNow(identityId: string, left: Handover | undefined, now: number): ProvenLogin {
  const made = left?.made;
  // Registered minutes ago in this visit: the code that confirmed the phone and the password are two factors.
  const registered = made?.identityId === identityId && now - made.at < FRESH_FOR;
  const login = byPassword(identityId);
  return registered ? withFactor(login, { aal: 2, amr: ['otp', 'sms'], kind: 'sms' }) : login;
}

/** Keeps the login name for the next page, with what registration left. */
async function keepTyped(ctx: PageContext, uid: string, left: Handover | undefined): Promise<void> {
  const typed = keptValues(ctx).login;
  if (typeof typed !== 'string') return;
  await keepHandover(ctx.state.visit, uid, { name: typed.slice(0, 200), made: left?.made ?? null });
}

async function page(deps: LoginParts, ctx: PageContext, walk: LoginWalk, form: FormState): Promise<void> {
  const { base, application, interaction, state } = walk;
  const again = interaction.step === 'login' && interaction.sessionIdentityId !== undefined && !state.other;
  const request = firstRequest(deps, ctx, walk);
  const ways = await Promise.all(
    waysFor(deps, ctx, walk).map(async (way) => ({ id: way.id, label: way.label, offer: await way.offer?.(request) })),
  );
  const view = <LoginPage base={base} application={application} again={again} ways={ways} times={deps} />;
  renderPage(ctx, view, { title: LOGIN.title, form });
}
