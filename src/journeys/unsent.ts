import { z } from 'zod';
import type { PageContext } from '../ui/context.js';
import { keptValues } from '../ui/forms/forms.js';
import type { Visit } from '../ui/visit/visit.js';

const unsent = z.record(z.string(), z.string().max(200));
type Words = z.output<typeof unsent>;

/** Forms that are filled in again, and the pages whose words lead back to them. */
const FORMS = { login: /^(login|code)(\/|$)/, register: /^register(?!\/done)(\/|$)/ } as const;
type Form = keyof typeof FORMS;

const key = (form: Form): string => `unsent:${form}`;

function formOf(ctx: PageContext): Form | undefined {
  const place = ctx.path.split('/').slice(3).join('/');
  return (Object.keys(FORMS) as Form[]).find((form) => FORMS[form].test(place));
}

/** Whether the page of this request keeps what is sent to it too late. */
export const keepsUnsent = (ctx: PageContext): boolean => formOf(ctx) !== undefined;

/**
 * Lets every form of this page bring along what was typed on the pages before it. When the interaction is over, what
 * the visit knew of it may be gone too (WCAG 2.2, 3.3.7).
 */
export function carryTyped(ctx: PageContext, typed: Words | undefined): void {
  if (typed) ctx.state.typed = ctx.state.visit.seal(typed);
}

/**
 * Keeps what was typed into a form that came too late, and before it, for the same form of the next interaction; no
 * secrets.
 * @returns whether there was anything to keep
 */
export async function keepUnsent(ctx: PageContext): Promise<boolean> {
  const form = formOf(ctx);
  if (!form) return false;
  const { visit } = ctx.state;
  const before = visit.open(ctx.state.form.get('_typed') ?? '', unsent);
  const parsed = unsent.safeParse({ ...before, ...keptValues(ctx) });
  if (!parsed.success || Object.values(parsed.data).every((words) => words === '')) return false;
  await visit.set(key(form), parsed.data);
  return true;
}

/** What was typed too late, once. */
export function takeUnsent(visit: Visit, form: Form): Promise<Words | undefined> {
  return visit.take(key(form), unsent);
}
