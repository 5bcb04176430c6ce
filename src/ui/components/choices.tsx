import type { ComponentChildren } from 'preact';
import type { Locale } from '../../shared/text.js';
import type { Words } from '../context.js';
import { usePage, useText } from '../page/environment.js';
import { ErrorMessage, type FieldProps, FormGroup, Hint, useField } from './field.js';

export interface Choice {
  value: string;
  label: Words;
  /** The label's language, where it is not the page's. */
  lang?: Locale;
  hint?: Words;
  /** Ticked at first; what was posted goes before. Consent choices stay unticked. */
  checked?: boolean;
  disabled?: boolean;
}

export interface ChoicesProps extends Omit<FieldProps, 'label'> {
  /** The question. Without one, a single checkbox speaks for itself. */
  legend?: Words;
  items: readonly Choice[];
  small?: boolean;
  /** Radios side by side. */
  inline?: boolean;
}

function Choices({
  kind,
  name,
  legend,
  hint,
  heading,
  items,
  small,
  inline,
}: ChoicesProps & { kind: 'checkboxes' | 'radios' }) {
  const t = useText();
  const field = useField(name, hint);
  const chosen = field.kept.length > 0 || (kind === 'checkboxes' && field.sent);
  const classes = [`govuk-${kind}`];
  // A small box is a small target.
  if (small && !usePage().ctx.state.elder) classes.push(`govuk-${kind}--small`);
  if (inline) classes.push(`govuk-${kind}--inline`);
  const list = (
    <>
      {hint && <Hint id={`${field.id}-hint`} text={hint} />}
      {field.error && <ErrorMessage id={`${field.id}-error`} text={field.error} />}
      <div class={classes.join(' ')}>
        {items.map((item, index) => {
          // The first has the bare id, so that the error summary's link lands on it.
          const id = index === 0 ? field.id : `${field.id}-${index + 1}`;
          return (
            <div class={`govuk-${kind}__item`} key={item.value}>
              <input
                class={`govuk-${kind}__input`}
                id={id}
                name={name}
                type={kind === 'radios' ? 'radio' : 'checkbox'}
                value={item.value}
                checked={chosen ? field.kept.includes(item.value) : item.checked}
                disabled={item.disabled}
                aria-describedby={item.hint ? `${id}-item-hint` : legend ? undefined : field.describedBy}
              />
              <label class={`govuk-label govuk-${kind}__label`} for={id} lang={item.lang}>
                {t(item.label)}
              </label>
              {item.hint && (
                <div id={`${id}-item-hint`} class={`govuk-hint govuk-${kind}__hint`}>
                  {t(item.hint)}
                </div>
              )}
            </div>
          );
        })}
      </div>
    </>
  );
  return (
    <FormGroup error={field.error}>
      {legend ? (
        <Fieldset legend={legend} heading={heading} describedBy={field.describedBy}>
          {list}
        </Fieldset>
      ) : (
        list
      )}
    </FormGroup>
  );
}

export const Checkboxes = (props: ChoicesProps) => <Choices kind="checkboxes" {...props} />;
export const Radios = (props: ChoicesProps) => <Choices kind="radios" {...props} />;

export interface SelectProps extends FieldProps {
  items: readonly { value: string; label: Words }[];
  value?: string;
}

/** A list to choose one from. */
export function Select({ name, label, hint, items, value }: SelectProps) {
  const t = useText();
  const field = useField(name, hint);
  const chosen = value ?? field.kept[0];
  return (
    <FormGroup error={field.error}>
      <label class="govuk-label" for={field.id}>
        {t(label)}
      </label>
      {hint && <Hint id={`${field.id}-hint`} text={hint} />}
      {field.error && <ErrorMessage id={`${field.id}-error`} text={field.error} />}
      <select class="govuk-select" id={field.id} name={name} aria-describedby={field.describedBy}>
        {items.map((item) => (
          <option value={item.value} selected={item.value === chosen} key={item.value}>
            {t(item.label)}
          </option>
        ))}
      </select>
    </FormGroup>
  );
}

export interface FieldsetProps {
  legend: Words;
  heading?: boolean;
  describedBy?: string;
  children: ComponentChildren;
}

/** Fields that belong to one question. */
export function Fieldset({ legend, heading, describedBy, children }: FieldsetProps) {
  const t = useText();
  return (
    <fieldset class="govuk-fieldset" aria-describedby={describedBy}>
      <legend class={`govuk-fieldset__legend govuk-fieldset__legend--${heading ? 'l' : 's'}`}>
        {heading ? <h1 class="govuk-fieldset__heading">{t(legend)}</h1> : t(legend)}
      </legend>
      {children}
    </fieldset>
  );
}
