import { Router } from '@koa/router';
import { z } from 'zod';
import type { PageState } from '../../../src/ui/context.js';
import { readForm } from '../../../src/ui/forms/forms.js';

/** A form that changes something, for tests of what stands in front of every form. */
export function guardedForm() {
  const changes: string[] = [];
  const router = new Router<PageState>();
  router.get('/guarded', async (ctx) => {
    await ctx.state.visit.set('step', { at: 1 });
    ctx.body = `<input name="_csrf" value="${ctx.state.csrf}">`;
  });
  router.post('/guarded', async (ctx) => {
    const form = readForm(ctx, z.object({ note: z.string().max(1000) }));
    if (form.ok) changes.push(form.value.note);
    ctx.body = 'changed';
  });
  router.post('/authorize', async (ctx) => {
    ctx.body = 'protocol';
  });
  router.post('/logout/confirm', async (ctx) => {
    changes.push('logout');
    ctx.body = 'out';
  });
  return { router, changes };
}
