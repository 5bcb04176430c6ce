import assert from 'node:assert/strict';
import type { ParameterizedContext } from 'koa';
import { z } from 'zod';
import { MemoryStore } from '../../storage/index.js';
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
    assert.deepEqual(await deps.store.fields(`visit:${digest}`), {});
  });

  it('A15 rests sealed: neither the data nor the cookie is in the store, and another visit cannot open it', async () => {
    const mine = browser();
    const visit = openVisit(mine.ctx, deps);
    await visit.set('draft', { name: CANARY });
    const key = `visit:${visit.digest}`;
    const sealed = (await deps.store.fields(key)).draft!;
    const token = [...mine.jar.values()][0]!;
    assert.ok(!sealed.includes(CANARY) && !key.includes(token) && !sealed.includes(token));

    const theirBrowser = browser();
    const theirs = openVisit(theirBrowser.ctx, deps);
    await theirs.set('draft', { name: 'theirs' });
    await deps.store.setFields(`visit:${theirs.digest}`, { draft: sealed }, 60);
    await assert.rejects(openVisit(theirBrowser.ctx, deps).get('draft', draft), /broken/);
    // Nor is one name's taken for another's.
    await deps.store.setFields(key, { other: sealed }, 60);
    await assert.rejects(openVisit(mine.ctx, deps).get('other', draft), /broken/);
  });

  it('A6 a token planted before leads nowhere after the visit was cleared', async () => {
    const { jar, ctx } = browser();
    const before = openVisit(ctx, deps);
    await before.set('draft', { name: CANARY });
    await before.set('more', { name: 'y' });
    const planted = [...jar.values()][0]!;
    const csrf = before.csrf;

    const visit = openVisit(ctx, deps);
    await visit.clear();
    await visit.set('draft', { name: 'mine' });
    assert.notEqual([...jar.values()][0], planted);
    assert.equal(visit.accepts(csrf), false);
    assert.equal(await visit.get('more', draft), undefined);

    const thief = browser();
    thief.jar.set('yihao_visit', planted);
    assert.equal(await openVisit(thief.ctx, deps).get('draft', draft), undefined);
  });

  it('is read once in a request, and not at all where there can be nothing', async () => {
    let asked = 0;
    const ask = <T>(answer: T): T => {
      asked += 1;
      return answer;
    };
    const counting: VisitDeps = {
      ...deps,
      store: Object.assign(Object.create(deps.store), {
        setFields: deps.store.setFields.bind(deps.store),
        fields: (key: string) => ask(deps.store.fields(key)),
        removeField: (key: string, name: string) => ask(deps.store.removeField(key, name)),
        delete: (key: string) => ask(deps.store.delete(key)),
      }),
    };
    const { ctx } = browser();
    const first = openVisit(ctx, counting);
    assert.equal(await first.get('draft', draft), undefined);
    await first.set('draft', { name: 'x' });
    assert.deepEqual(await first.get('draft', draft), { name: 'x' });
    await first.remove('more');
    assert.equal(asked, 0);

    const next = openVisit(ctx, counting);
    for (const name of ['draft', 'more', 'draft']) await next.get(name, draft);
    await next.set('more', { name: 'y' });
    assert.deepEqual(await next.get('more', draft), { name: 'y' });
    await next.remove('more');
    assert.equal(await next.get('more', draft), undefined);
    assert.equal(asked, 2, 'one look and one removal');
    await next.remove('draft');
    await next.remove('draft');
    await next.clear();
    assert.equal(asked, 3, 'nothing was left to delete');
  });

  it('loses nothing that two tabs put into it at the same time, and reads again when it is told to', async () => {
    const { ctx } = browser();
    await openVisit(ctx, deps).set('draft', { name: 'x' });
    const [one, two] = [openVisit(ctx, deps), openVisit(ctx, deps)];
    await Promise.all([one.get('draft', draft), two.get('draft', draft)]);
    await Promise.all([one.set('one', { name: '1' }), two.set('two', { name: '2' })]);
    assert.equal(await one.get('two', draft), undefined);
    one.reread();
    assert.deepEqual(await one.get('two', draft), { name: '2' });
    const after = openVisit(ctx, deps);
    for (const [name, value] of [
      ['draft', 'x'],
      ['one', '1'],
      ['two', '2'],
    ] as const) {
      assert.deepEqual(await after.get(name, draft), { name: value });
    }
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
