import { TextInput } from '../components/index.js';
import type { FieldError } from './form-state.js';
import type { FieldTexts } from './forms.js';
import { GUARDIAN_FIELDS as G, PERSON_FIELDS as P } from './person-fields.messages.js';

/** What is said of a name that cannot be, by the fault that was found. */
export const nameTexts = {
  required: P.nameMissing,
  invalid: P.nameLength,
  length: P.nameLength,
  characters: P.nameStrange,
} satisfies FieldTexts;

/** The same of a citizen ID number. */
export const numberTexts = {
  required: P.numberMissing,
  invalid: P.numberLength,
  length: P.numberLength,
  characters: P.numberCharacters,
  region: P.numberRegion,
  birthdate: P.numberBirthdate,
  check: P.numberCheck,
} satisfies FieldTexts;

export const guardianTexts = {
  guardian_name: { ...nameTexts, required: G.nameMissing },
  guardian_number: { ...numberTexts, required: G.numberMissing },
} satisfies Record<string, FieldTexts>;

/** What is said of a guardian who was not asked. */
export function guardianError(
  why: 'own_number' | 'too_young' | 'already' | 'full' | 'limited' | 'not_needed',
): FieldError {
  const of = { own_number: G.ownNumber, too_young: G.tooYoung, already: G.already };
  if (why in of) return { field: 'guardian_number', text: of[why as keyof typeof of] };
  return { field: '', text: why === 'full' ? G.full : G.limited };
}

/** The two fields that name a guardian. */
export function GuardianFields() {
  return (
    <>
      <TextInput name="guardian_name" label={G.name} hint={G.nameHint} autocomplete="off" width={20} />
      <TextInput name="guardian_number" label={G.number} autocomplete="off" spaced />
    </>
  );
}
