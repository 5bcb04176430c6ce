import { z } from 'zod';
import { say, type Text } from '../../shared/text.js';
import { ButtonLink, Heading, P } from '../components/index.js';
import type { PageContext } from '../context.js';
import { useText } from './environment.js';
import { LEAVE } from './leave.messages.js';
import { renderPage } from './page.js';

/** Another site that a browser is sent to, and that sends it back to `/outside/<id>`. */
export interface Site {
  readonly id: string;
  readonly name: Text;
}

const left = z.object({ site: z.string(), to: z.string() });
const keyOf = (state: string): string => `left:${state}`;

/**
 * Sends the browser to another site by a page that goes on by itself. A redirect after a form would be held against this
 * page's `form-action` with every further hop of that site's, which nobody can list (see `allowFormAction`).
 * @param href absolute, from a provider's settings
 * @param state what the site gives back in its answer
 * @param to where the answer is taken: a path of ours
 */
export async function leave(
  ctx: PageContext,
  { site, href, state, to }: { site: Site; href: string; state: string; to: string },
): Promise<void> {
  await ctx.state.visit.set(keyOf(state), { site: site.id, to });
  // As HTML has it for `meta http-equiv=refresh`: at once, so that nobody is interrupted while reading.
  ctx.set('Refresh', `0; url=${href}`);
  const values = { name: say(site.name, ctx.state.locale) };
  renderPage(ctx, <LeavePage href={href} values={values} />, { title: LEAVE.title, values });
}

function LeavePage({ href, values }: { href: string; values: { readonly name: string } }) {
  return (
    <>
      <Heading text={LEAVE.title} values={values} />
      <P text={LEAVE.lead} values={values} />
      <ButtonLink href={href} text={useText()(LEAVE.go, values)} />
    </>
  );
}

/**
 * Where a browser that came back was going, once.
 * @returns undefined where this browser was not sent to that site with this state
 */
export async function comeBack(ctx: PageContext, siteId: string): Promise<string | undefined> {
  const { state } = ctx.query;
  if (typeof state !== 'string') return undefined;
  const kept = await ctx.state.visit.take(keyOf(state), left);
  return kept?.site === siteId ? kept.to : undefined;
}
