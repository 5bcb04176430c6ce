import type { ComponentChildren } from 'preact';
import { z } from 'zod';
import { Button, Details, P, TextInput } from '../ui/components/index.js';
import { type FieldError, type FieldTexts, Form } from '../ui/forms.js';
import { CODE_ENTRY } from './code-entry.messages.js';

/** Six digits, however a phone's keyboard or a copied message wrote them. */
export const codeForm = z.object({
  code: z
    .string()
    .max(40)
    .transform((typed) => typed.normalize('NFKC').replace(/[\s-]/g, ''))
    .pipe(z.string().regex(/^\d{6}$/)),
});

export const codeTexts: { code: FieldTexts } = {
  code: { required: CODE_ENTRY.missing, invalid: CODE_ENTRY.strange },
};

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

/** `138****8000`: enough to know one's own phone by, and no more. */
export function maskPhone(phone: string): string {
  const national = phone.startsWith('+86') ? phone.slice(3) : phone;
  const shown = phone.startsWith('+86') ? 3 : 4;
  return `${national.slice(0, shown)}****${national.slice(-4)}`;
}

export interface CodeEntryProps {
  /** Masked. */
  phone: string;
  minutes: number;
  /** Where the code is posted to: the page is also an answer to other forms than its own. */
  action: string;
  /** Where the form to send a new code posts to. */
  resend: string;
  /** More help and ways out, below the forms. */
  children?: ComponentChildren;
}

/** The field for a code, a button for a new one, and what to do when none comes. */
export function CodeEntry({ phone, minutes, action, resend, children }: CodeEntryProps) {
  return (
    <>
      <P text={CODE_ENTRY.sent} values={{ phone, minutes }} />
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
        <P text={CODE_ENTRY.noMessageHelp} />
        <Form action={resend}>
          <Button text={CODE_ENTRY.again} look="secondary" />
        </Form>
      </Details>
      {children}
    </>
  );
}
