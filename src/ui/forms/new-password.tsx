import { z } from 'zod';
import { PasswordInput } from '../components/index.js';
import type { Words } from '../context.js';
import type { FieldError } from './form-state.js';
import type { FieldTexts } from './forms.js';
import { NEW_PASSWORD } from './new-password.messages.js';

/** The fields of a form in which a password is chosen; spread them into its schema. */
export const newPasswordFields = { password: z.string().min(1), password_again: z.string().optional() };

export const newPasswordTexts = {
  password: { required: NEW_PASSWORD.missing, invalid: NEW_PASSWORD.missing },
} satisfies Record<string, FieldTexts>;

type Verdict =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: 'too_short' | 'too_long' | 'common' | 'personal' };

/** What is wrong with a new password, said beside its field. `password_again` only comes where the page had no script. */
export function newPasswordError(
  check: Verdict,
  { password, password_again: again }: { readonly password: string; readonly password_again?: string | undefined },
): FieldError | undefined {
  if (!check.ok) return { field: 'password', text: NEW_PASSWORD[check.reason] };
  if (again === undefined || again === password) return undefined;
  return { field: 'password_again', text: NEW_PASSWORD.different };
}

/** Where the script runs, the password can be shown; where it does not, typing it twice finds the slip. */
export function NewPassword({ label = NEW_PASSWORD.label }: { label?: Words }) {
  return (
    <>
      <PasswordInput name="password" label={label} hint={NEW_PASSWORD.hint} autocomplete="new-password" />
      <noscript>
        <PasswordInput name="password_again" label={NEW_PASSWORD.again} autocomplete="new-password" />
      </noscript>
    </>
  );
}
