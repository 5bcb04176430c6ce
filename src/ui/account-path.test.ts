import assert from 'node:assert/strict';
import { accountPath } from './account-path.js';

const NASTY: readonly unknown[] = [
  '',
  '/',
  '//evil.example',
  '///evil.example/account',
  '/\\evil.example',
  '\\\\evil.example/account',
  'https://evil.example/account',
  'https:/account',
  'https:account',
  'javascript:alert(1)',
  'data:text/html,x',
  '%2f%2fevil.example',
  '/%2fevil.example',
  '/account/%2e%2e/logout',
  '/account/..',
  '/account/../../evil',
  '/account/./x',
  '/account//evil.example',
  '/account/',
  '/accounts',
  '/account.evil.example',
  '/account@evil.example',
  '/account?to=//evil.example',
  '/account#x',
  '/account\r\nLocation: https://evil.example',
  '/account\n',
  '/account/x\n',
  '/account\t/x',
  ' /account',
  '/account ',
  '/account/\u0000',
  '/account/Sessions',
  '/account/历史',
  '/account/\u2025/',
  '\uff0faccount',
  'account',
  `/account/${'a'.repeat(200)}`,
  ['/account'],
  { toString: () => '/account' },
  null,
  undefined,
  7,
];

describe('where a login may lead back to', () => {
  it('A18 is a page of the citizen’s own and nothing else', () => {
    for (const own of ['/account', '/account/authenticators', '/account/sessions/0193-ab/end'])
      assert.equal(accountPath(own), own);
    for (const wanted of NASTY) assert.equal(accountPath(wanted), undefined, JSON.stringify(wanted));
  });
});
