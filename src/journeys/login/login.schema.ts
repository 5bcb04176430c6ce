import { z } from 'zod';
import type { FieldTexts } from '../../ui/forms/forms.js';
import { keep } from './login.journey.js';
import { LOGIN } from './login.messages.js';

export const loginForm = z.object({
  login: z.string().trim().min(1).max(200),
  /** Far above the longest password that may be chosen; a longer one is simply wrong. */
  password: z.string().min(1).max(4096),
  keep: keep.catch('once'),
});

export const loginTexts = {
  login: { required: LOGIN.loginMissing, too_long: LOGIN.loginTooLong },
  password: { required: LOGIN.passwordMissing, too_long: LOGIN.passwordTooLong },
} satisfies Record<string, FieldTexts>;
