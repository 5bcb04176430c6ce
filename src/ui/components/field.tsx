import type { ComponentChildren } from 'preact';
import type { Words } from '../context.js';
import { usePage, useText } from '../page/environment.js';
import { ERROR_PREFIX } from '../ui.messages.js';

/** What every field shares. The kept value and the error are found in the page's form by `name`. */
export interface FieldProps {
  name: string;
  label: Words;
  hint?: Words;
  /** The label is the page's heading: for pages that ask one thing. */
  heading?: boolean;
}

/** The kept value, the error and the ids of a field. */
export function useField(name: string, hint: Words | undefined) {
  const { form } = usePage();
  const t = useText();
  const found = form.errors?.find((error) => error.field === name);
  const kept = form.values?.[name];
  const describedBy = [hint && `${name}-hint`, found && `${name}-error`].filter(Boolean).join(' ') || undefined;
  return {
    id: name,
    error: found && t(found.text, found.values),
    /** Whether the form was sent: then what is not kept was left out. */
    sent: form.errors !== undefined && form.values !== undefined,
    kept: kept === undefined ? [] : typeof kept === 'string' ? [kept] : kept,
    describedBy,
    invalid: found ? ('true' as const) : undefined,
  };
}

export function Hint({ id, text }: { id: string; text: Words }) {
  return (
    <div id={id} class="govuk-hint">
      {useText()(text)}
    </div>
  );
}

export function ErrorMessage({ id, text }: { id: string; text: string }) {
  return (
    <p id={id} class="govuk-error-message">
      <span class="govuk-visually-hidden">{useText()(ERROR_PREFIX)}</span>
      {text}
    </p>
  );
}

export function Label({ htmlFor, text, heading }: { htmlFor: string; text: Words; heading?: boolean }) {
  const t = useText();
  if (!heading)
    return (
      <label class="govuk-label" for={htmlFor}>
        {t(text)}
      </label>
    );
  return (
    <h1 class="govuk-label-wrapper">
      <label class="govuk-label govuk-label--l" for={htmlFor}>
        {t(text)}
      </label>
    </h1>
  );
}

/** The frame of one field: red at its side where it has an error. */
export function FormGroup({ error, children }: { error: string | undefined; children: ComponentChildren }) {
  return <div class={`govuk-form-group${error ? ' govuk-form-group--error' : ''}`}>{children}</div>;
}
