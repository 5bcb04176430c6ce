import assert from 'node:assert/strict';
import type { ParameterizedContext } from 'koa';
import { z } from 'zod';
import { MemoryStore } from '../storage/index.js';
import { openVisit, type VisitDeps } from './visit.js';

/** A browser's cookies, as far as a visit needs a context. */
function browser() {
  const jar = new Map<string, string>();
  const attributes: Record<string, unknown>[] = [];
  const cookies = {
    get: (name: string) => jar.get(name),
    set: (name: string, value: string | null, options: Record<string, unknown>) => {
      attributes.push({ name, ...options });
      if (value === null) jar.delete(name);
      else jar.set(name, value);
    },
  };
  return { jar, attributes, ctx: { cookies } as unknown as ParameterizedContext };
}

const draft = z.object({ name: z.string() });
const CANARY = '张三丰的草稿';

describe('the visit', () => {
  const deps: VisitDeps = { store: new MemoryStore(), key: Buffer.alloc(32, 1), secure: false };

  it('sets no cookie until something is kept or a form is shown', async () => {
    const { jar, ctx } = browser();
    const visit = openVisit(ctx, deps);
    assert.equal(await visit.get('draft', draft), undefined);
    assert.equal(visit.accepts('x'), false);
    await visit.clear();
    assert.equal(jar.size, 0);
    assert.equal(visit.begun, false);
    await visit.set('draft', { name: 'x' });
    assert.equal(jar.size, 1);
  });

  it('keeps what was set for the next request, and forgets it when cleared', async () => {
    const { jar, ctx } = browser();
    await openVisit(ctx, deps).set('draft', { name: CANARY });
    assert.deepEqual(await openVisit(ctx, deps).get('draft', draft), { name: CANARY });
    assert.equal(await openVisit(ctx, deps).get('draft', z.object({ other: z.string() })), undefined);
    const { digest } = openVisit(ctx, deps);
    await openVisit(ctx, deps).remove('draft');
    assert.equal(await openVisit(ctx, deps).get('draft', draft), undefined);
    await openVisit(ctx, deps).set('draft', { name: CANARY });
    await openVisit(ctx, deps).clear();
    assert.equal(jar.size, 0);
    assert.equal(await deps.store.get(`visit:{${digest}}:draft`), undefined);
  });

  it('A15 rests sealed: neither the data nor the cookie is in the store, and another visit cannot open it', async () => {
    const mine = browser();
    const visit = openVisit(mine.ctx, deps);
    await visit.set('draft', { name: CANARY });
    const key = `visit:{${visit.digest}}:draft`;
    const sealed = (await deps.store.get(key))!;
    const token = [...mine.jar.values()][0]!;
    assert.ok(!sealed.includes(CANARY) && !key.includes(token) && !sealed.includes(token));

    const theirs = openVisit(browser().ctx, deps);
    await theirs.set('draft', { name: 'theirs' });
    await deps.store.set(`visit:{${theirs.digest}}:draft`, sealed, 60);
    await assert.rejects(theirs.get('draft', draft), /broken/);
  });

  it('A6 a token planted before leads nowhere after it was renewed', async () => {
    const { jar, ctx } = browser();
    const before = openVisit(ctx, deps);
    await before.set('draft', { name: CANARY });
    await before.set('more', { name: 'y' });
    const planted = [...jar.values()][0]!;
    const csrf = before.csrf;

    const visit = openVisit(ctx, deps);
    await visit.renew();
    assert.notEqual([...jar.values()][0], planted);
    assert.deepEqual(await openVisit(ctx, deps).get('draft', draft), { name: CANARY });
    assert.deepEqual(await visit.get('more', draft), { name: 'y' });
    assert.equal(openVisit(ctx, deps).accepts(csrf), false);

    const thief = browser();
    thief.jar.set('yihao_visit', planted);
    assert.equal(await openVisit(thief.ctx, deps).get('draft', draft), undefined);
  });

  it('has a form token of its own, the same on every request', () => {
    const { ctx } = browser();
    const { csrf } = openVisit(ctx, deps);
    assert.equal(openVisit(ctx, deps).csrf, csrf);
    assert.ok(openVisit(ctx, deps).accepts(csrf));
    assert.ok(!openVisit(ctx, deps).accepts(''));
    assert.notEqual(openVisit(browser().ctx, deps).csrf, csrf);
  });

  it('begins anew where the cookie is not one of ours', () => {
    const { jar, ctx } = browser();
    jar.set('yihao_visit', '../../etc');
    assert.equal(openVisit(ctx, deps).begun, false);
  });

  it('has a cookie that scripts cannot read, and that https binds to this host', () => {
    const plain = browser();
    openVisit(plain.ctx, deps).csrf;
    const tls = browser();
    openVisit(tls.ctx, { ...deps, secure: true }).csrf;
    const common = { httpOnly: true, sameSite: 'lax', path: '/', overwrite: true };
    assert.deepEqual(plain.attributes, [{ name: 'yihao_visit', secure: false, ...common }]);
    assert.deepEqual(tls.attributes, [{ name: '__Host-yihao_visit', secure: true, ...common }]);
  });
});
