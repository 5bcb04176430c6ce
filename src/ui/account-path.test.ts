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
  '/account?kind=login',
  '/account/authenticators/outside/return?code=x&state=y',
  '/account/history?',
  '/account/history?kind=',
  '/account/history?kind=login&',
  '/account/history?kind=login&to=x',
  '/account/history?kind=//evil.example',
  '/account/history?kind=%2f%2fevil.example',
  '/account/history?kind=a?kind=b',
  '/account/history?kind=a#b',
  '/account/history?kind=abefore=b',
  '/account/history?kind=a\r\nX:y',
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
    const page = '/account/history?kind=login&before=1763880000000.0193ab_-Z';
    for (const own of ['/account', '/account/authenticators', '/account/sessions/0193-ab/end', page])
      assert.equal(accountPath(own), own);
    for (const wanted of NASTY) assert.equal(accountPath(wanted), undefined, JSON.stringify(wanted));
  });
});
