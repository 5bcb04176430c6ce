import { useText } from '../page/environment.js';
import { HIDE, HIDE_PASSWORD, SHOW, SHOW_PASSWORD } from '../ui.messages.js';
import { ErrorMessage, type FieldProps, FormGroup, Hint, Label, useField } from './field.js';

export interface TextInputProps extends FieldProps {
  type?: 'text' | 'tel' | 'email' | 'search';
  /** Instead of what was kept. */
  value?: string;
  autocomplete?: string;
  inputmode?: 'text' | 'numeric' | 'tel' | 'email' | 'search';
  /** Characters it is meant to hold; sets the width. */
  width?: 2 | 3 | 4 | 5 | 10 | 20 | 30;
  maxLength?: number;
  /** Wide spacing, for numbers that people compare figure by figure. */
  spaced?: boolean;
}

/** One line of text. Names that look like a code (`code`) never show what was typed before. */
export function TextInput(props: TextInputProps) {
  const { name, label, hint, heading, type = 'text', value, width, spaced, ...rest } = props;
  const field = useField(name, hint);
  const classes = ['govuk-input'];
  if (width) classes.push(`govuk-input--width-${width}`);
  if (spaced) classes.push('govuk-input--extra-letter-spacing');
  if (field.error) classes.push('govuk-input--error');
  return (
    <FormGroup error={field.error}>
      <Label htmlFor={field.id} text={label} heading={heading} />
      {hint && <Hint id={`${field.id}-hint`} text={hint} />}
      {field.error && <ErrorMessage id={`${field.id}-error`} text={field.error} />}
      <input
        class={classes.join(' ')}
        id={field.id}
        name={name}
        // Preact types each kind apart, by ARIA role; ours share one.
        type={type as 'text'}
        value={value ?? field.kept[0]}
        spellcheck={false}
        autocapitalize="none"
        aria-describedby={field.describedBy}
        aria-invalid={field.invalid}
        {...rest}
      />
    </FormGroup>
  );
}

/** A few lines of text. */
export function TextArea({ name, label, hint, rows = 4 }: FieldProps & { rows?: number }) {
  const field = useField(name, hint);
  return (
    <FormGroup error={field.error}>
      <Label htmlFor={field.id} text={label} />
      {hint && <Hint id={`${field.id}-hint`} text={hint} />}
      {field.error && <ErrorMessage id={`${field.id}-error`} text={field.error} />}
      <textarea
        class={`govuk-textarea${field.error ? ' govuk-textarea--error' : ''}`}
        id={field.id}
        name={name}
        rows={rows}
        aria-describedby={field.describedBy}
        aria-invalid={field.invalid}
      >
        {field.kept[0]}
      </textarea>
    </FormGroup>
  );
}

export interface PasswordInputProps extends FieldProps {
  autocomplete: 'current-password' | 'new-password';
}

/** A password. Its button to show it appears only where the script runs; it is never sent back to the page. */
export function PasswordInput({ name, label, hint, heading, autocomplete }: PasswordInputProps) {
  const t = useText();
  const field = useField(name, hint);
  return (
    <FormGroup error={field.error}>
      <Label htmlFor={field.id} text={label} heading={heading} />
      {hint && <Hint id={`${field.id}-hint`} text={hint} />}
      {field.error && <ErrorMessage id={`${field.id}-error`} text={field.error} />}
      <div class="govuk-input__wrapper govuk-password-input__wrapper">
        <input
          class={`govuk-input govuk-password-input__input${field.error ? ' govuk-input--error' : ''}`}
          id={field.id}
          name={name}
          type="password"
          autocomplete={autocomplete}
          spellcheck={false}
          autocapitalize="none"
          aria-describedby={field.describedBy}
          aria-invalid={field.invalid}
        />
        <button
          type="button"
          class="govuk-button govuk-button--secondary govuk-password-input__toggle"
          aria-controls={field.id}
          aria-label={t(SHOW_PASSWORD)}
          data-show={t(SHOW)}
          data-hide={t(HIDE)}
          data-show-label={t(SHOW_PASSWORD)}
          data-hide-label={t(HIDE_PASSWORD)}
          hidden
        >
          {t(SHOW)}
        </button>
      </div>
    </FormGroup>
  );
}
