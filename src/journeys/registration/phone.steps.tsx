import { MASKS } from '../../domain/identities/index.js';
import type { PageContext } from '../../ui/context.js';
import { codeError, codeForm, codeTexts, codeTime, limitedError } from '../../ui/forms/code-entry.js';
import type { FormState } from '../../ui/forms/form-state.js';
import { readForm, rejectForm } from '../../ui/forms/forms.js';
import { carryTyped } from '../unsent.js';
import type { Walk } from '../walk.js';
import { askRegistry, type RegisteringParts, type RegistrationSteps, sendCode, showPage } from './registering.js';
import type { Person, RegistrationState } from './registration.journey.js';
import { REGISTRATION } from './registration.messages.js';
import { PhonePage } from './registration.views.js';

type PhoneWalk = Walk<RegistrationState, { person: Person; code: { expiresAt: number } }>;

/** Step 2: the code that came to the phone. */
export function phoneSteps({ show, take, also }: RegistrationSteps, deps: RegisteringParts): void {
  show('code', async (ctx, walk) => page(ctx, walk, {}));

  take('code', async (ctx, walk) => {
    const read = readForm(ctx, codeForm, codeTexts);
    if (!read.ok) return page(ctx, walk, read);
    const { code, person } = walk.at;
    const { outcome } = await deps.codes.verify({
      codeId: code.id,
      visitDigest: ctx.state.visit.digest,
      purpose: 'registration',
      code: read.value.code,
      identityId: null,
      phone: person.phone,
    });
    const right = outcome === 'right';
    const state = right ? { ...walk.state, confirmedPhone: person.phone, code: undefined } : await walk.reload();
    // The same form sent twice: the first one used the code up and confirmed the phone.
    if (!right && state.confirmedPhone !== person.phone) return page(ctx, walk, rejectForm(ctx, codeError(outcome)));
    await walk.save(state);
    await askRegistry(deps, ctx, walk, state, person);
  });

  also('code', '/resend', async (ctx, walk) => {
    const sent = await sendCode(deps, ctx, walk, walk.state, walk.at.person.phone);
    if (sent.outcome === 'limited') page(ctx, walk, rejectForm(ctx, limitedError(sent.secondsLeft)));
  });

  function page(ctx: PageContext, { base, at, state }: PhoneWalk, form: FormState): void {
    carryTyped(ctx, state.typed);
    const action = `${base}/register/code`;
    const entry = {
      phone: MASKS.phone(at.person.phone),
      ...codeTime(at.code.expiresAt, deps.clock),
      action,
      resend: `${action}/resend`,
    };
    const back = { href: `${base}/register` };
    showPage(deps, ctx, <PhonePage base={base} {...entry} />, { title: REGISTRATION.codeTitle, form, back });
  }
}
