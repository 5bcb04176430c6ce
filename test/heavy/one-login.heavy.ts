import { randomBytes } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../support/browser/chromium.js';
import { type DemoCity, startDemoCity } from '../support/browser/demo-city.js';
import { oneLogin } from '../support/browser/one-login.js';
import { onServer, testServer } from '../support/stores.js';

describe('one login in a real browser · MariaDB + Redis', () => {
  let city: DemoCity;
  let browser: Browser;
  let cleanUp: () => Promise<void>;
  before(async () => {
    const made = await emptyServers();
    cleanUp = made.cleanUp;
    city = await startDemoCity(made.settings);
    browser = await launchChromium();
  });
  after(async () => {
    await browser?.close();
    await city?.close();
    await cleanUp?.();
  });

  oneLogin(
    () => ({ city, browser }),
    [
      { locale: 'en', width: 1280, javaScript: true },
      { locale: 'zh-CN', width: 390, javaScript: false },
    ],
  );
});

/** A database of its own on the test's servers, and the settings that lead there. */
async function emptyServers(): Promise<{ settings: Record<string, string>; cleanUp(): Promise<void> }> {
  const server = testServer('YIHAO_TEST_DATABASE_URL');
  const name = `yihao_test_city_${randomBytes(4).toString('hex')}`;
  await onServer(server, (root) => root.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`));
  const url = new URL(server);
  url.pathname = `/${name}`;
  const settings = {
    YIHAO_DATABASE_URL: url.href,
    YIHAO_REDIS_URL: testServer('YIHAO_TEST_REDIS_URL'),
    YIHAO_MASTER_KEY: randomBytes(32).toString('base64'),
    YIHAO_REGISTRY: 'simulated',
  };
  return { settings, cleanUp: () => onServer(server, (root) => root.query(`DROP DATABASE ${name}`)) };
}
