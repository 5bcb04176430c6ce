import { type Browser, chromium } from 'playwright-core';

/**
 * Starts Chromium for a test: the one that CHROMIUM_PATH names (the test runner sets it), else Debian's. It reaches for
 * nothing outside on its own account.
 */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
