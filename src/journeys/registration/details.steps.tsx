import type { Text } from '../../shared/text.js';
import type { PageContext } from '../../ui/context.js';
import { limitedError } from '../../ui/forms/code-entry.js';
import type { FieldError, FormState, FormValues } from '../../ui/forms/form-state.js';
import { keptValues, readForm, rejectForm } from '../../ui/forms/forms.js';
import { takeUnsent } from '../unsent.js';
import {
  askRegistry,
  nowOf,
  type RegisteringParts,
  type RegistrationSteps,
  type RegistrationWalk,
  sendCode,
  showPage,
} from './registering.js';
import type { Person, Refusal, RegistrationState } from './registration.journey.js';
import { REGISTRATION } from './registration.messages.js';
import { detailsForm, detailsTexts } from './registration.schema.js';
import { DetailsPage } from './registration.views.js';

/** Step 1: name, number and phone. */
export function detailsSteps({ show, take }: RegistrationSteps, deps: RegisteringParts): void {
  const form = detailsForm(deps.clock, deps.phoneCountries);

  show('details', async (ctx, walk) => {
    const { typed, refusal } = walk.state;
    const late = typed ? undefined : typedDetails((await takeUnsent(ctx.state.visit, 'register')) ?? {});
    // It is this interaction's from now on, through reloads and other languages.
    if (late && late.name + late.number + late.phone !== '') await walk.save({ ...walk.state, typed: late });
    page(ctx, walk, { values: typed ?? late ?? {}, errors: refusal ? [refusalError(refusal)] : [] }, 200);
  });

  take('details', async (ctx, walk) => {
    const read = readForm(ctx, form, detailsTexts);
    const typed = typedDetails(keptValues(ctx));
    if (!read.ok) {
      await walk.save({ ...walk.state, typed, refusal: undefined });
      return page(ctx, walk, read);
    }
    const state = withPerson({ ...walk.state, typed }, read.value);
    const { phone } = read.value;
    if (state.confirmedPhone === phone) return askRegistry(deps, ctx, walk, state, read.value);
    if (state.code && state.code.expiresAt > nowOf(deps)) {
      await walk.save(state);
      return walk.go('register/code');
    }
    const sent = await sendCode(deps, ctx, walk, state, phone);
    if (sent.outcome === 'limited') page(ctx, walk, rejectForm(ctx, limitedError(sent.secondsLeft)));
  });

  function page(ctx: PageContext, walk: RegistrationWalk, form: FormState, status?: number): void {
    const options = { title: REGISTRATION.detailsTitle, form, back: { href: `${walk.base}/login` } };
    showPage(deps, ctx, <DetailsPage base={walk.base} />, { ...options, ...(status && { status }) });
  }
}

function typedDetails(kept: FormValues): { name: string; number: string; phone: string } {
  const one = (field: string): string => [kept[field] ?? ''].flat()[0]!.slice(0, 200);
  return { name: one('name'), number: one('number'), phone: one('phone') };
}

/** The state after new details: what was proven of the old ones stays only where they are the same. */
function withPerson(state: RegistrationState, person: Person): RegistrationState {
  const { matched, code } = state;
  return {
    ...state,
    person,
    refusal: undefined,
    complete: undefined,
    code: code?.phone === person.phone ? code : undefined,
    matched: matched?.name === person.name && matched.number === person.number ? matched : undefined,
  };
}

const REFUSALS: Record<Refusal, Text> = {
  mismatch: REGISTRATION.mismatch,
  not_found: REGISTRATION.notFound,
  deceased: REGISTRATION.deceased,
};

const refusalError = (refusal: Refusal): FieldError => ({ field: 'number', text: REFUSALS[refusal] });
