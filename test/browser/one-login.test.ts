import { oneLogin } from '../support/browser/one-login.js';
import { browser, city } from '../support/browser/shared-city.js';

describe('one login in a real browser · embedded (SQLite + in-process)', function () {
  this.timeout(120_000);
  oneLogin(
    () => ({ city, browser }),
    [
      { locale: 'zh-CN', width: 1280, javaScript: true },
      { locale: 'en', width: 390, javaScript: false },
    ],
  );
});
