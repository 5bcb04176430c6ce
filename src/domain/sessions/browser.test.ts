import assert from 'node:assert/strict';
import { browserOf, browserText, placeText } from './index.js';

const CHROME = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0';
const SAFARI = 'AppleWebKit/605.1.15 (KHTML, like Gecko)';
const SAID: readonly (readonly [string, word: string, zh: string])[] = [
  [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${CHROME} Safari/537.36`, 'chrome-windows', 'Windows 上的 Chrome'],
  [
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${CHROME} Safari/537.36 Edg/142.0.0.0`,
    'edge-windows',
    'Windows 上的 Edge',
  ],
  [`Mozilla/5.0 (Linux; Android 15; M2102) ${CHROME} Mobile Safari/537.36`, 'chrome-android', '安卓上的 Chrome'],
  [
    `Mozilla/5.0 (Linux; Android 14) ${CHROME} Mobile Safari/537.36 MicroMessenger/8.0.50`,
    'wechat-android',
    '安卓上的微信',
  ],
  [
    `Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) ${SAFARI} Version/18.1 Mobile/15E148 Safari/604.1`,
    'safari-iphone',
    'iPhone 上的 Safari',
  ],
  [
    `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${SAFARI} Version/18.1 Safari/605.1.15`,
    'safari-macos',
    '苹果电脑上的 Safari',
  ],
  [
    'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0',
    'firefox-linux',
    'Linux 上的火狐（Firefox）',
  ],
  ['curl/8.5', 'other-other', '不认识的浏览器'],
];

describe('a browser in a word', () => {
  for (const [userAgent, word, zh] of SAID)
    it(word, () => {
      assert.equal(browserOf(userAgent), word);
      assert.equal(browserText(word).zh, zh);
    });

  it('says nothing where nothing was said, and stays a short word whatever is', () => {
    assert.equal(browserOf(undefined), null);
    assert.equal(browserOf(''), null);
    assert.match(browserOf('<script>'.repeat(10_000))!, /^[a-z]+-[a-z]+$/);
    assert.equal(browserText(null).en, 'An unknown browser');
    assert.equal(browserText('made-up').en, 'An unknown browser');
  });
});

describe('a place in words', () => {
  it('is a region, a country or unknown', () => {
    assert.deepEqual(placeText('330100'), { zh: '杭州市', en: 'Hangzhou' });
    assert.deepEqual(placeText('FR'), { zh: '法国', en: 'France' });
    assert.deepEqual(placeText(null), { zh: '未知地点', en: 'an unknown place' });
    assert.equal(placeText('10.0.0.1').en, 'an unknown place');
  });
});
