import type { ComponentChildren } from 'preact';
import { type ZodObject, type ZodType, z } from 'zod';
import { BUSY } from '../../shared/errors.js';
import type { Text } from '../../shared/text.js';
import type { PageContext } from '../context.js';
import { usePage } from '../page/environment.js';
import { INVALID, REQUIRED, TOO_LONG, TOO_SHORT } from '../ui.messages.js';
import type { FieldError, FormState, FormValues } from './form-state.js';

/**
 * What to say about one field. Keys: `required` (empty or missing), `too_long`, `too_short`, `invalid` (the rest), and
 * the message of a refinement, for example `z.string().refine(isPhone, 'not_mobile')` is said as `not_mobile`.
 */
export type FieldTexts = Readonly<Record<string, Text>>;

export type FormResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly errors: readonly FieldError[]; readonly values: FormValues };

/** Names of fields that are never shown again. */
const SECRET = /password|passcode|code$|otp|secret|^_/i;

/**
 * The posted form, parsed by `schema`; or one sentence per faulty field, with what was typed (secrets excepted).
 * A field that the schema declares as an array is read as one, ticked or not; unknown fields are dropped.
 * @param texts what to say, by field name
 */
export function readForm<S extends ZodObject>(
  ctx: PageContext,
  schema: S,
  texts?: Readonly<Partial<Record<keyof z.output<S> & string, FieldTexts>>>,
): FormResult<z.output<S>> {
  const fields: Record<string, unknown> = {};
  for (const [name, type] of Object.entries(schema.shape)) {
    const given = ctx.state.form.getAll(name);
    if (isArray(type as ZodType)) fields[name] = given;
    else if (given.length > 0) fields[name] = given.length === 1 ? given[0] : given;
  }
  const parsed = schema.safeParse(fields);
  if (parsed.success) return { ok: true, value: parsed.data };
  const errors = new Map<string, FieldError>();
  for (const issue of parsed.error.issues) {
    const field = String(issue.path[0] ?? '');
    // The first fault of a field is enough to read; the next shows when that one is mended.
    if (!errors.has(field))
      errors.set(field, {
        field,
        text: textOf(issue, fields[field], (texts as Record<string, FieldTexts> | undefined)?.[field]),
      });
  }
  return { ok: false, errors: [...errors.values()], values: keptValues(ctx) };
}

/** The form shown again with what the rules found, keeping what was typed: `renderPage(ctx, view, { form: rejectForm(ctx, …) })`. */
export function rejectForm(ctx: PageContext, ...errors: readonly FieldError[]): Required<Omit<FormState, 'status'>> {
  return { errors, values: keptValues(ctx) };
}

/** The form shown again where nothing could be hashed now: 503, and when to try again. */
export function busyForm(ctx: PageContext): FormState {
  ctx.set('Retry-After', String(BUSY.retryAfter));
  return { ...rejectForm(ctx, { field: '', text: BUSY.text }), status: BUSY.status };
}

/** Everything typed, without passwords and codes. */
export function keptValues(ctx: PageContext): FormValues {
  const values: Record<string, string | readonly string[]> = {};
  for (const name of new Set(ctx.state.form.keys())) {
    if (SECRET.test(name)) continue;
    const given = ctx.state.form.getAll(name);
    values[name] = given.length === 1 ? given[0]! : given;
  }
  return values;
}

/** The field in which a page about a fault holds the form that met it. */
export const AGAIN = '_again';
const typedFields = z.array(z.tuple([z.string(), z.string()]));

/** What was typed, but for secrets, sealed for this visit: a page about a fault shows nobody's number (attack A15). */
export function sealTyped(ctx: PageContext): string {
  const fields = Object.entries(keptValues(ctx)).flatMap(([name, value]) => [value].flat().map((one) => [name, one]));
  return ctx.state.visit.seal(fields);
}

/** Puts back into the form what `sealTyped` held. The visit's token must have been looked at. */
export function restoreTyped(ctx: PageContext): void {
  const { form, visit } = ctx.state;
  const sealed = form.get(AGAIN);
  if (sealed === null) return;
  form.delete(AGAIN);
  for (const [name, value] of visit.open(sealed, typedFields) ?? []) form.append(name, value);
}

function isArray(type: ZodType): boolean {
  const { def } = type as unknown as { def: { type: string; innerType?: ZodType; in?: ZodType } };
  const inner = def.innerType ?? def.in;
  return def.type === 'array' || (inner !== undefined && isArray(inner));
}

function textOf(issue: { code?: string; message: string }, given: unknown, texts: FieldTexts = {}): Text {
  const own = Object.hasOwn(texts, issue.message) ? texts[issue.message] : undefined;
  if (own) return own;
  if (given === undefined || given === '' || (Array.isArray(given) && given.length === 0))
    return texts.required ?? REQUIRED;
  if (issue.code === 'too_big') return texts.too_long ?? texts.invalid ?? TOO_LONG;
  if (issue.code === 'too_small')
    return (String(given).trim() === '' ? texts.required : texts.too_short) ?? texts.invalid ?? TOO_SHORT;
  return texts.invalid ?? INVALID;
}

export interface FormProps {
  /** Where it is posted to; this page's own address unless said. */
  action?: string;
  class?: string;
  id?: string;
  autocomplete?: string;
  children: ComponentChildren;
}

/** A form that posts, with the visit's token and what was typed before in it. The browser checks nothing: our sentences are in the reader's language. */
export function Form({ action, children, ...rest }: FormProps) {
  const { ctx } = usePage();
  return (
    <form method="post" action={action ?? ctx.path} noValidate {...rest}>
      <input type="hidden" name="_csrf" value={ctx.state.csrf} />
      {ctx.state.typed !== undefined && <input type="hidden" name="_typed" value={ctx.state.typed} />}
      {children}
    </form>
  );
}
