/**
 * Takes a picture of every page of the demo, in both languages, at 1280 and 390 pixels, in the ordinary and the elder
 * mode, and some in the dark, into docs/pictures/all/ (not kept); and writes the few that README and guides show to
 * docs/pictures/, in few colours so that they stay small.
 *
 *     npm run pictures                       npm run pictures -- zh-CN.1280 en.390.elder      (these looks only)
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { register } from 'tsx/esm/api';
import { findChromium, SetupError } from './machine.mjs';

register();
const { startDemoCity } = await import('../test/support/browser/demo-city.ts');
const { launchChromium } = await import('../test/support/browser/chromium.ts');
const { newcomers, walkPages } = await import('../test/support/browser/page-walk.ts');

const FOLDER = 'docs/pictures';
const ALL = join(FOLDER, 'all');

/** The pictures that are kept: the page, the look, and the height in pixels where only the top is shown. */
const KEPT = {
  'home-zh': { page: 'home', look: 'zh-CN.1280' },
  'login-zh-390': { page: 'login', look: 'zh-CN.390' },
  'code-zh-390': { page: 'code', look: 'zh-CN.390' },
  'consent-zh': { page: 'consent', look: 'zh-CN.1280' },
  'consent-en-390': { page: 'consent', look: 'en.390' },
  'portal-button-zh': { page: 'portal', look: 'zh-CN.1280' },
  'continue-zh': { page: 'continue', look: 'zh-CN.1280' },
  'portal-zh': { page: 'portal-signed-in', look: 'zh-CN.1280' },
  'logout-zh': { page: 'logout', look: 'zh-CN.1280' },
  'home-elder-zh': { page: 'home', look: 'zh-CN.1280.elder' },
};

const LOOKS = ['zh-CN', 'en'].flatMap((locale) =>
  [1280, 390].flatMap((width) =>
    ['', '.elder', '.dark'].map((mode) => ({
      name: `${locale}.${width}${mode}`,
      locale,
      width,
      elder: mode === '.elder',
      dark: mode === '.dark',
    })),
  ),
);

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !LOOKS.some((look) => look.name === name));
if (unknown.length > 0) {
  console.error(`There is no look "${unknown[0]}"; there are: ${LOOKS.map(({ name }) => name).join(', ')}.`);
  process.exit(1);
}
const looks = LOOKS.filter(({ name }) => asked.length === 0 || asked.includes(name));

if (asked.length === 0) rmSync(ALL, { recursive: true, force: true });
mkdirSync(ALL, { recursive: true });
const chromium = findChromium();
if (!chromium) throw new SetupError('Pictures need Chromium: sudo apt-get install chromium fonts-noto-cjk (Debian).');
process.env.CHROMIUM_PATH = chromium;

const city = await startDemoCity({}, { moreCitizens: looks.length });
const browser = await launchChromium();
const people = newcomers();
let count = 0;
try {
  for (const [index, look] of looks.entries()) {
    const as = { newcomer: people.next().value, citizen: city.citizens.at(-1 - index) };
    await walkPages(city, browser, look, as, async (name, page) => {
      const file = join(ALL, `${name}.${look.name}.png`);
      await page.screenshot({ path: file, fullPage: true });
      count += 1;
      for (const [kept, wanted] of Object.entries(KEPT)) {
        if (wanted.page !== name || wanted.look !== look.name) continue;
        await sharp(file)
          .png({ palette: true, colours: 128, effort: 10 })
          .toFile(join(FOLDER, `${kept}.png`));
      }
    });
    console.log(`${look.name}: done`);
  }
} finally {
  await browser.close();
  await city.close();
}
console.log(`${count} pictures in ${ALL}, ${Object.keys(KEPT).length} kept in ${FOLDER}.`);
