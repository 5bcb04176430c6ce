import type { Text } from '../../shared/text.js';

/** One thing that is wrong, said beside its field. */
export interface FieldError {
  /** The field's name; '' for what belongs to none. */
  readonly field: string;
  readonly text: Text;
  /** Fills the places of `text`. */
  readonly values?: Readonly<Record<string, string | number>>;
}

/** What was typed, by field name. */
export type FormValues = Readonly<Record<string, string | readonly string[]>>;

/** What a form shows again: handed to `renderPage`, found there by the inputs through their names. */
export interface FormState {
  readonly errors?: readonly FieldError[];
  readonly values?: FormValues;
  /** Of the page that shows it; 422 where there are errors, unless said. */
  readonly status?: number;
}
