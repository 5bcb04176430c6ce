import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { say, type Text } from '../../shared/text.js';
import type { PageContext, Words } from '../context.js';
import type { FormState } from '../forms/form-state.js';
import { BRAND, ERROR_PREFIX } from '../ui.messages.js';
import { PageProvider } from './environment.js';
import { Layout } from './layout.js';

export interface PageOptions {
  /** Names the page in the browser's tab; the brand is added. */
  title: Text;
  /** Fills the places of `title`. */
  values?: Readonly<Record<string, string | number>>;
  /** 200, or what the form says, or 422 where it has errors, unless said. */
  status?: number;
  /** `narrow` (default) for one thing to read or fill, `wide` for lists. */
  width?: 'narrow' | 'wide';
  /** A line above the page, for example SIMULATED_REGISTRY. */
  notice?: Words;
  /** A link back above the heading. */
  back?: { href: string; text?: Words };
  /** What was typed and what is wrong with it; the inputs find theirs by name. */
  form?: FormState;
}

/**
 * Answers with a page: the view inside our layout, in the reader's language, never cached.
 * Views take the language from `useText()` and their form from the options, so they need no context passed down.
 */
export function renderPage(ctx: PageContext, view: VNode, options: PageOptions): void {
  const form = options.form ?? {};
  const faulty = (form.errors?.length ?? 0) > 0;
  ctx.status = options.status ?? form.status ?? (faulty ? 422 : 200);
  ctx.type = 'html';
  ctx.set('Cache-Control', 'no-store');
  ctx.set('Content-Language', ctx.state.locale);
  ctx.body = documentOf(ctx, view, options);
}

/** The whole document as text, for those that answer by other means than Koa's body. */
export function documentOf(ctx: PageContext, view: VNode, options: PageOptions): string {
  const { locale } = ctx.state;
  const form = options.form ?? {};
  const prefix = (form.errors?.length ?? 0) > 0 ? say(ERROR_PREFIX, locale) : '';
  const title = `${prefix}${say(options.title, locale, options.values)} - ${say(BRAND, locale)}`;
  return `<!DOCTYPE html>${renderToString(
    <PageProvider value={{ ctx, locale, form }}>
      <Layout title={title} width={options.width ?? 'narrow'} notice={options.notice} back={options.back}>
        {view}
      </Layout>
    </PageProvider>,
  )}`;
}
