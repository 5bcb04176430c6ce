import assert from 'node:assert/strict';
import type { PageContext } from '../context.js';
import { keepPreferences, readPreferences } from './preferences.js';

/** A request whose browser sent this cookie, and keeps what it is given. */
function browser(sent?: string) {
  let value = sent;
  const set = (_name: string, given: string): void => {
    value = given;
  };
  const cookies = { get: () => value, set };
  return { cookies } as unknown as PageContext;
}

describe('what a reader chose in a browser', () => {
  it('is kept in a cookie, each choice by itself', () => {
    const ctx = browser();
    assert.deepEqual(readPreferences(ctx), { elder: false });
    keepPreferences(ctx, { locale: 'en' }, false);
    assert.deepEqual(readPreferences(ctx), { locale: 'en', elder: false });
    keepPreferences(ctx, { elder: true }, false);
    assert.deepEqual(readPreferences(ctx), { locale: 'en', elder: true });
    keepPreferences(ctx, { elder: false, locale: 'zh-CN' }, false);
    assert.deepEqual(readPreferences(ctx), { locale: 'zh-CN', elder: false });
  });

  it('is nothing where anyone has written anything into it', () => {
    for (const sent of [undefined, '', 'xx', 'en<script>', '..', '__proto__'])
      assert.deepEqual(readPreferences(browser(sent)), { elder: false });
  });
});
