import { guardianFault, guardianForm } from '../../domain/guardians/index.js';
import type { PageContext } from '../../ui/context.js';
import type { FormState } from '../../ui/forms/form-state.js';
import { readForm, rejectForm } from '../../ui/forms/forms.js';
import { guardianError, guardianTexts } from '../../ui/forms/person-fields.js';
import { carryTyped } from '../unsent.js';
import { type RegisteringParts, type RegistrationSteps, type RegistrationWalk, showPage } from './registering.js';
import { REGISTRATION } from './registration.messages.js';
import { GuardianPage } from './registration.views.js';

/** Between steps 2 and 3, for someone who is younger than 14: the guardian who is to agree. Whether they are there is not said. */
export function guardianSteps({ show, take }: RegistrationSteps, deps: RegisteringParts): void {
  const form = guardianForm(deps.clock);

  show('guardian', async (ctx, walk) => {
    const { guardian } = walk.state;
    const values = guardian && { guardian_name: guardian.name, guardian_number: guardian.number };
    page(ctx, walk, { ...(values && { values }) });
  });

  take('guardian', async (ctx, walk) => {
    const read = readForm(ctx, form, guardianTexts);
    if (!read.ok) return page(ctx, walk, read);
    const { guardian_name: name, guardian_number: number } = read.value;
    const { person } = walk.at;
    const fault = guardianFault(person.number, number, deps.clock.now());
    if (fault) return page(ctx, walk, rejectForm(ctx, guardianError(fault)));
    await walk.save({ ...walk.state, guardian: { name, number: number.normalised, of: person.number } });
    walk.go('register/password');
  });

  function page(ctx: PageContext, walk: RegistrationWalk, form: FormState): void {
    carryTyped(ctx, walk.state.typed);
    const back = { href: `${walk.base}/register` };
    showPage(deps, ctx, <GuardianPage base={walk.base} />, { title: REGISTRATION.guardianTitle, form, back });
  }
}
