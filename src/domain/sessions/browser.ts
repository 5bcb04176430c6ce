import type { Text } from '../../shared/text.js';

type Named = readonly [word: string, mark: RegExp, zh: string, en: string];

/** The first whose mark is found counts: most browsers say of themselves that they are Chrome and Safari too. */
const FAMILIES: readonly Named[] = [
  ['wechat', /MicroMessenger\//, '微信', 'WeChat'],
  ['alipay', /AlipayClient\//, '支付宝', 'Alipay'],
  ['qq', /M?QQBrowser\//, 'QQ 浏览器', 'QQ Browser'],
  ['uc', /UC(?:Browser|WEB)/, 'UC 浏览器', 'UC Browser'],
  ['huawei', /HuaweiBrowser\//, '华为浏览器', 'Huawei Browser'],
  ['xiaomi', /MiuiBrowser\//, '小米浏览器', 'Mi Browser'],
  ['samsung', /SamsungBrowser\//, '三星浏览器', 'Samsung Internet'],
  ['edge', /Edg(?:e|A|iOS)?\//, 'Edge', 'Edge'],
  ['opera', /OPR\//, 'Opera', 'Opera'],
  ['firefox', /(?:Firefox|FxiOS)\//, '火狐（Firefox）', 'Firefox'],
  ['chrome', /(?:Chrome|CriOS|Chromium)\//, 'Chrome', 'Chrome'],
  ['safari', /Safari\//, 'Safari', 'Safari'],
];

const SYSTEMS: readonly Named[] = [
  ['harmony', /HarmonyOS|OpenHarmony/, '鸿蒙', 'HarmonyOS'],
  ['android', /Android/, '安卓', 'Android'],
  ['iphone', /iPhone|iPod/, 'iPhone', 'iPhone'],
  ['ipad', /iPad/, 'iPad', 'iPad'],
  ['windows', /Windows/, 'Windows', 'Windows'],
  ['macos', /Mac OS X|Macintosh/, '苹果电脑', 'Mac'],
  ['linux', /Linux|X11/, 'Linux', 'Linux'],
];

const LONGEST = 1000;
const wordIn = (list: readonly Named[], text: string): string =>
  list.find(([, mark]) => mark.test(text))?.[0] ?? 'other';

/**
 * A browser and its system in one word, such as `chrome-android`: enough to know one's own by, too little to follow
 * anybody. No version is kept.
 * @param userAgent what the browser calls itself; anyone may write anything there
 */
export function browserOf(userAgent: string | undefined): string | null {
  if (!userAgent) return null;
  const said = userAgent.slice(0, LONGEST);
  return `${wordIn(FAMILIES, said)}-${wordIn(SYSTEMS, said)}`;
}

/** Between Latin letters and Chinese stands a space. */
function spaced(name: string): string {
  return name.replace(/^(?=[A-Za-z])|(?<=[A-Za-z])$/g, ' ');
}

/** What `browserOf` read, in words. */
export function browserText(word: string | null): Text {
  const [family, system] = (word ?? '').split('-');
  const browser = FAMILIES.find(([name]) => name === family);
  const place = SYSTEMS.find(([name]) => name === system);
  if (browser && place)
    return { zh: `${spaced(place[2])}上的${spaced(browser[2])}`.trim(), en: `${browser[3]} on ${place[3]}` };
  if (browser) return { zh: browser[2], en: browser[3] };
  if (place) return { zh: `${spaced(place[2])}上的浏览器`.trim(), en: `A browser on ${place[3]}` };
  return { zh: '不认识的浏览器', en: 'An unknown browser' };
}
