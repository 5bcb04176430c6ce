import { checkPassword } from '../../domain/authenticators/index.js';
import { CitizenNumber } from '../../domain/identities/index.js';
import { unlessBusy } from '../../shared/errors.js';
import type { PageContext } from '../../ui/context.js';
import type { FormState } from '../../ui/forms/form-state.js';
import { busyForm, readForm, rejectForm } from '../../ui/forms/forms.js';
import { newPasswordError, newPasswordTexts } from '../../ui/forms/new-password.js';
import { keepHandover } from '../handover.js';
import type { StateOf } from '../journey.js';
import { carryTyped } from '../unsent.js';
import {
  nowOf,
  type RegisteringParts,
  type RegistrationSteps,
  type RegistrationWalk,
  showPage,
} from './registering.js';
import type { REGISTRATION_JOURNEY } from './registration.journey.js';
import type { FinishAnswer } from './registration.js';
import { REGISTRATION } from './registration.messages.js';
import { passwordForm } from './registration.schema.js';
import { DonePage, PasswordPage } from './registration.views.js';

type Proven = StateOf<(typeof REGISTRATION_JOURNEY)['password']>;

/** Step 3: the password; and the page that says it is done, the same for a number that was taken. */
export function passwordSteps({ show, take }: RegistrationSteps, deps: RegisteringParts): void {
  show('password', async (ctx, walk) => page(ctx, walk, {}));

  take('password', async (ctx, walk) => {
    const read = readForm(ctx, passwordForm, newPasswordTexts);
    if (!read.ok) return page(ctx, walk, read);
    const { password, shared } = read.value;
    const { person, attempt } = walk.at;
    const error = newPasswordError(checkPassword(password, Object.values(person)), read.value);
    if (error) return page(ctx, walk, rejectForm(ctx, error));

    const finished = await finish(ctx, walk.at, password, shared !== undefined || ctx.state.terminal !== undefined);
    if (!finished) return page(ctx, walk, busyForm(ctx));
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

  /** @returns undefined where the hashing queue is full */
  function finish(
    ctx: PageContext,
    { person, matched, attempt, guardian }: Proven,
    password: string,
    shared: boolean,
  ): Promise<FinishAnswer | undefined> {
    const number = CitizenNumber.parse(person.number, deps.clock);
    if (!number.ok) throw new TypeError('the draft holds a number that was never read');
    const { name: _name, number: _number, child, ...told } = matched;
    const registry = { outcome: 'matched', ...told } as const;
    const deviceSecret = deps.device.read(ctx);
    const { locale } = ctx.state;
    const input = { attempt, person, number: number.number, registry, password, deviceSecret, shared, locale };
    return unlessBusy(deps.registration.finish({ ...input, guardian: child ? guardian : undefined }));
  }

  function page(ctx: PageContext, walk: RegistrationWalk, form: FormState): void {
    carryTyped(ctx, walk.state.typed);
    const view = <PasswordPage base={walk.base} child={walk.state.matched?.child} />;
    showPage(deps, ctx, view, { title: REGISTRATION.passwordTitle, form });
  }
}
