import { z } from 'zod';
import type { FactorAnswer, SecondFactor, Shown, ShownElsewhere } from '../../domain/authenticators/index.js';
import { plainCode } from '../../shared/text.js';
import { Button, P, TextInput, WebauthnField } from '../../ui/components/index.js';
import { codeError, codeTexts, minutesOf } from '../../ui/forms/code-entry.js';
import type { FieldError } from '../../ui/forms/form-state.js';
import { type FieldTexts, Form } from '../../ui/forms/forms.js';
import { LOGIN } from './login.messages.js';

const LONGEST_TEXT = 200;
/** Characters of a passkey's answer as JSON, generously. */
const LONGEST_CREDENTIAL = 16_384;

/** What is posted as `code`, whatever kind it is of: the name keeps it from being shown again. */
export function answerForm(shown: Shown | ShownElsewhere) {
  const typed = z.string().max(shown.entry === 'webauthn' ? LONGEST_CREDENTIAL : LONGEST_TEXT);
  if (shown.entry !== 'digits') return z.object({ code: typed.trim().min(1) });
  const figures = new RegExp(`^\\d{${shown.length}}$`);
  const plain = typed.transform(plainCode);
  return z.object({ code: plain.pipe(z.string().regex(figures)) });
}

/** A factor that sends something is spoken of as a message; of any other only what was typed is. */
export function answerTexts({ needsSending }: SecondFactor): { code: FieldTexts } {
  return needsSending ? codeTexts : { code: { required: LOGIN.answerMissing, invalid: LOGIN.answerWrong } };
}

const WRONG = { wrong: LOGIN.answerWrong, expired: LOGIN.answerExpired, used_up: LOGIN.answerUsedUp } as const;

/** What is said of an answer that did not open the door. */
export function answerError(
  answer: Exclude<FactorAnswer, { outcome: 'right' }>,
  { needsSending }: Pick<SecondFactor, 'needsSending'>,
): FieldError {
  if (answer.outcome === 'blocked')
    return { field: 'code', text: LOGIN.codePaused, values: { minutes: minutesOf(answer.secondsLeft) } };
  return needsSending ? codeError(answer.outcome) : { field: 'code', text: WRONG[answer.outcome] };
}

/**
 * The field for what a factor asks, of those that send nothing. A passkey is asked for by the page's script.
 * @param only nothing else would do in its place
 */
export function AnswerEntry({ shown, action, only = false }: { shown: Shown; action: string; only?: boolean }) {
  if (shown.entry === 'webauthn')
    return (
      <>
        <Form action={action} class="yihao-webauthn" autocomplete="off">
          <WebauthnField how="get" options={shown.options} />
          <Button text={LOGIN.passkeyUse} />
        </Form>
        <noscript>
          <P text={only ? LOGIN.passkeyOnlyNeedsScript : LOGIN.passkeyNeedsScript} />
        </noscript>
      </>
    );
  const digits = shown.entry === 'digits';
  return (
    <Form action={action} autocomplete="off">
      <TextInput
        name="code"
        label={LOGIN.answer}
        autocomplete={digits ? 'one-time-code' : 'off'}
        width={digits ? 10 : 20}
        spaced
        {...(digits && { inputmode: 'numeric', maxLength: shown.length * 2 })}
      />
      <Button text={LOGIN.answerSubmit} />
    </Form>
  );
}
