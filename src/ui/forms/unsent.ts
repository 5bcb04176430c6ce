import { z } from 'zod';
import type { Text } from '../../shared/text.js';
import type { PageContext } from '../context.js';
import type { Visit } from '../visit/visit.js';
import type { FormValues } from './form-state.js';
import { keptValues } from './forms.js';

const KEY = 'unsent:account';
const SAID = 'said';

const unsent = z.object({
  identityId: z.string(),
  path: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
});

/** Keeps what was typed into this form of the account, no secrets, until its sender has logged in once more. */
export function keepUnsentOf(identityId: string, ctx: PageContext, path: string): Promise<void> {
  return ctx.state.visit.set(KEY, { identityId, path, values: keptValues(ctx) });
}

/** What this person had typed on this page, once. */
export async function takeUnsentOf(identityId: string, ctx: PageContext): Promise<FormValues | undefined> {
  const kept = await ctx.state.visit.take(KEY, unsent);
  return kept?.identityId === identityId && kept.path === ctx.path ? kept.values : undefined;
}

const said = z.object({ identityId: z.string(), text: z.object({ zh: z.string(), en: z.string() }) });

/** Keeps what is to be said to this person on the next page they come to, a login on the way or not. */
export function keepSaidTo(identityId: string, visit: Visit, text: Text): Promise<void> {
  return visit.set(SAID, { identityId, text });
}

/** What was to be said to this person, once. */
export async function takeSaidTo(identityId: string, visit: Visit): Promise<Text | undefined> {
  const kept = await visit.take(SAID, said);
  return kept?.identityId === identityId ? kept.text : undefined;
}

/**
 * Clears the visit at a login, but for what this very person had typed before it or was to be told: nothing is left to
 * anybody else.
 */
export async function clearAllBut(identityId: string, visit: Visit): Promise<void> {
  const kept = [
    [KEY, await visit.get(KEY, unsent)],
    [SAID, await visit.get(SAID, said)],
  ] as const;
  await visit.clear();
  for (const [key, one] of kept) if (one?.identityId === identityId) await visit.set(key, one);
}
