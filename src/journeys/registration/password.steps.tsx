import { checkPassword } from '../../domain/authenticators/index.js';
import { CitizenNumber } from '../../domain/identities/index.js';
import { AppError, BUSY } from '../../shared/errors.js';
import type { PageContext } from '../../ui/context.js';
import { type FormState, readForm, rejectForm } from '../../ui/forms/forms.js';
import { newPasswordError, newPasswordTexts } from '../../ui/forms/new-password.js';
import { keepHandover } from '../handover.js';
import type { StateOf } from '../journey.js';
import { carryTyped } from '../unsent.js';
import { nowOf, type RegisteringDeps, type RegistrationSteps, type RegistrationWalk, showPage } from './registering.js';
import type { REGISTRATION_JOURNEY } from './registration.journey.js';
import type { FinishAnswer } from './registration.js';
import { REGISTRATION } from './registration.messages.js';
import { passwordForm } from './registration.schema.js';
import { DonePage, PasswordPage } from './registration.views.js';

type Proven = StateOf<(typeof REGISTRATION_JOURNEY)['password']>;

/** Step 3: the password; and the page that says it is done, the same for a number that was taken. */
export function passwordSteps({ show, take }: RegistrationSteps, deps: RegisteringDeps): void {
  show('password', async (ctx, walk) => page(ctx, walk, {}));

  take('password', async (ctx, walk) => {
    const read = readForm(ctx, passwordForm, newPasswordTexts);
    if (!read.ok) return page(ctx, walk, read);
    const { password, shared } = read.value;
    const { person, attempt } = walk.at;
    const error = newPasswordError(checkPassword(password, Object.values(person)), read.value);
    if (error) return page(ctx, walk, rejectForm(ctx, error));

    const finished = await finish(ctx, walk.at, password, shared !== undefined || ctx.state.terminal !== undefined);
    if (finished.outcome === 'busy') {
      ctx.set('Retry-After', String(BUSY.retryAfter));
      return page(ctx, walk, rejectForm(ctx, { field: '', text: BUSY.text }), BUSY.status);
    }
    if (finished.outcome === 'being_finished') return walk.go('register/done');
    if (finished.deviceSecret) deps.device.write(ctx, finished.deviceSecret);
    const made = finished.identityId === undefined ? null : { identityId: finished.identityId, at: nowOf(deps) };
    await keepHandover(ctx.state.visit, walk.interaction.uid, { name: person.number, made });
    await walk.save({ complete: { attempt, guardian: walk.at.guardian !== undefined } });
    walk.go('register/done');
  });

  show('done', async (ctx, walk) =>
    showPage(deps, ctx, <DonePage base={walk.base} guardian={walk.at.complete.guardian} />, {
      title: REGISTRATION.doneTitle,
    }),
  );

  async function finish(
    ctx: PageContext,
    { person, matched, attempt, guardian }: Proven,
    password: string,
    shared: boolean,
  ): Promise<FinishAnswer | { outcome: 'busy' }> {
    const number = CitizenNumber.parse(person.number, deps.clock);
    if (!number.ok) throw new TypeError('the draft holds a number that was never read');
    const { name: _name, number: _number, child, ...told } = matched;
    const registry = { outcome: 'matched', ...told } as const;
    const deviceSecret = deps.device.read(ctx);
    const { locale } = ctx.state;
    try {
      const input = { attempt, person, number: number.number, registry, password, deviceSecret, shared, locale };
      return await deps.registration.finish({ ...input, guardian: child ? guardian : undefined });
    } catch (fault) {
      if (fault instanceof AppError && fault.entry === BUSY) return { outcome: 'busy' };
      throw fault;
    }
  }

  function page(ctx: PageContext, walk: RegistrationWalk, form: FormState, status?: number): void {
    carryTyped(ctx, walk.state.typed);
    const options = { title: REGISTRATION.passwordTitle, form, ...(status && { status }) };
    showPage(deps, ctx, <PasswordPage base={walk.base} child={walk.state.matched?.child} />, options);
  }
}
