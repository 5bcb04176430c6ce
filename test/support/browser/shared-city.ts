import type { Browser } from 'playwright-core';
import { outsideFile, strangerEntry } from '../outside/outside.js';
import { type Stranger, startStranger } from '../outside/stranger-openid.js';
import { launchChromium } from './chromium.js';
import { type DemoCity, startDemoCity } from './demo-city.js';

/**
 * One browser and one city for all files that a process runs, there before the first test. A test has contexts of its
 * own, closed when it ends, and citizens of its own: nobody meets what another test left.
 */
export let browser: Browser;
export let city: DemoCity;
/** The site elsewhere whose accounts the city lets in. */
export let province: Stranger;

const CITIZENS = 60;
let settings: Awaited<ReturnType<typeof outsideFile>> | undefined;
let known = 0;

before('a city and a browser for all', async function () {
  this.timeout(180_000);
  province = await startStranger({ redirect_uris: ['http://localhost:9/outside/province'] });
  const name = { zh: '省政务服务网', en: 'Provincial services' };
  settings = await outsideFile([strangerEntry('province', province.url, { name })]);
  const environment = { YIHAO_OUTSIDE_PROVIDERS_FILE: settings.file };
  city = await startDemoCity(environment, { moreCitizens: CITIZENS, reaches: [province.url] });
  province.client.redirect_uris = [`${city.yihao}/outside/province`];
  browser = await launchChromium();
});
afterEach('no context outlives its test', async () => {
  await Promise.all((browser?.contexts() ?? []).map((context) => context.close()));
});
after('the city and the browser', async () => {
  await browser?.close();
  await city?.close();
  await province?.close();
  await settings?.remove();
});

export type Citizen = DemoCity['citizens'][number];

/** A registered citizen whom no other test knows. */
export function someone(): Citizen {
  const citizen = city.citizens[known];
  if (!citizen) throw new Error(`there are ${known} citizens: let the city have more`);
  known += 1;
  return citizen;
}
