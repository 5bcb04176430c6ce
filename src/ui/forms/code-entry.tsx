import type { ComponentChildren } from 'preact';
import { z } from 'zod';
import type { Clock } from '../../shared/clock.js';
import { plainCode } from '../../shared/text.js';
import { clockTime } from '../clock-time.js';
import { Button, Details, P, TextInput } from '../components/index.js';
import { usePage } from '../page/environment.js';
import { Warning } from '../page/expiry.js';
import { CODE_ENTRY } from './code-entry.messages.js';
import type { FieldError } from './form-state.js';
import { type FieldTexts, Form } from './forms.js';

/** Seconds before its end at which the page says that a code is about to stop working. */
const WARN_SECONDS = 120;

/** Six digits, however a phone's keyboard or a copied message wrote them. */
export const codeForm = z.object({
  code: z
    .string()
    .max(40)
    .transform(plainCode)
    .pipe(z.string().regex(/^\d{6}$/)),
});

export const codeTexts: { code: FieldTexts } = { code: { required: CODE_ENTRY.missing, invalid: CODE_ENTRY.strange } };

/** What is said of a code that did not open the door. */
export function codeError(outcome: 'wrong' | 'expired' | 'used_up'): FieldError {
  const texts = { wrong: CODE_ENTRY.wrong, expired: CODE_ENTRY.expired, used_up: CODE_ENTRY.usedUp };
  return { field: 'code', text: texts[outcome] };
}

export function limitedError(secondsLeft: number): FieldError {
  return { field: '', text: CODE_ENTRY.limited, values: { minutes: minutesOf(secondsLeft) } };
}

/** Whole minutes, rounded up: what a person is told to wait. */
export function minutesOf(seconds: number): number {
  return Math.max(1, Math.ceil(seconds / 60));
}

/** When a code stops working. @param at epoch milliseconds */
export function codeTime(at: number, clock: Clock): Pick<CodeEntryProps, 'expiresAt' | 'secondsLeft'> {
  return { expiresAt: new Date(at), secondsLeft: (at - clock.now().getTime()) / 1000 };
}

export interface CodeEntryProps {
  /** Where the code went: a phone, or a mail address where `by` says so. Masked. */
  phone: string;
  by?: 'phone' | 'email';
  /** When the code stops working, and the seconds until then. */
  expiresAt: Date;
  secondsLeft: number;
  /** Where the code is posted to: the page is also an answer to other forms than its own. */
  action: string;
  /** Where the form to send a new code posts to. */
  resend: string;
  /** More help and ways out, below the forms. */
  children?: ComponentChildren;
}

/** The field for a code, a button for a new one, and what to do when none comes. */
export function CodeEntry({ phone, by = 'phone', expiresAt, secondsLeft, action, resend, children }: CodeEntryProps) {
  const { locale } = usePage();
  const time = clockTime(expiresAt, locale);
  return (
    <>
      <P text={CODE_ENTRY.sent} values={{ phone, time }} />
      <Form action={action} autocomplete="off">
        <TextInput
          name="code"
          label={CODE_ENTRY.code}
          hint={CODE_ENTRY.keepSecret}
          inputmode="numeric"
          autocomplete="one-time-code"
          width={10}
          maxLength={12}
          spaced
        />
        <Button text={CODE_ENTRY.submit} />
      </Form>
      <Details summary={CODE_ENTRY.noMessage}>
        <P text={by === 'phone' ? CODE_ENTRY.noMessageHelp : CODE_ENTRY.noMailHelp} />
        <Form action={resend} id="resend">
          <Button text={CODE_ENTRY.again} look="secondary" />
        </Form>
      </Details>
      <Warning seconds={secondsLeft - WARN_SECONDS}>
        <P text={CODE_ENTRY.endsSoon} values={{ time }} />
        <Button text={CODE_ENTRY.again} look="secondary" form="resend" />
      </Warning>
      {children}
    </>
  );
}
