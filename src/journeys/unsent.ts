import { z } from 'zod';
import type { PageContext } from '../ui/context.js';
import { keptValues } from '../ui/forms.js';
import type { Visit } from '../ui/visit.js';

const unsent = z.record(z.string(), z.string().max(200));

/** Forms whose words are worth keeping: those of the other pages are secrets, or a press of a button. */
const KEPT = ['login', 'register'] as const;
type Kept = (typeof KEPT)[number];

const key = (page: Kept): string => `unsent:${page}`;

function pageOf(ctx: PageContext): Kept | undefined {
  const place = ctx.path.split('/').slice(3).join('/');
  return KEPT.find((page) => page === place);
}

/** Whether the page of this request keeps what is sent to it too late. */
export const keepsUnsent = (ctx: PageContext): boolean => pageOf(ctx) !== undefined;

/** Keeps what was typed into a form that came too late, for the same page of the next interaction; no secrets. */
export async function keepUnsent(ctx: PageContext): Promise<void> {
  const page = pageOf(ctx);
  if (!page) return;
  const parsed = unsent.safeParse(keptValues(ctx));
  if (parsed.success) await ctx.state.visit.set(key(page), parsed.data);
}

/** What was typed too late, once. */
export async function takeUnsent(visit: Visit, page: Kept): Promise<Readonly<Record<string, string>> | undefined> {
  const values = await visit.get(key(page), unsent);
  if (values) await visit.remove(key(page));
  return values;
}
