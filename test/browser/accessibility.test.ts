import assert from 'node:assert/strict';
import { answerCode, assertAccessible, codeFor, type Look, openContext } from '../support/browser/city-browser.js';
import { Keyboard } from '../support/browser/keyboard.js';
import { newcomers, walkPages } from '../support/browser/page-walk.js';
import { browser, city, someone } from '../support/browser/shared-city.js';

describe('every page for everyone', function () {
  this.timeout(300_000);
  const people = newcomers();

  it('keeps WCAG 2.2 AA (axe) in either size, fits, and has large targets in the elder mode: both languages, light and dark', async () => {
    // Colours do not differ by language, so each of the two has its own; they share the machine's cores.
    const looks: readonly Look[] = [
      { locale: 'zh-CN', width: 390, elder: true },
      { locale: 'en', width: 360, elder: true, dark: true },
    ];
    await Promise.all(
      looks.map(async (look) => {
        const seen = new Set<string>();
        const as = { newcomer: people.next().value, citizen: someone() };
        await walkPages(city, browser, look, as, async (name, page, site) => {
          seen.add(name);
          await assertAccessible(page, `${name} (${look.locale})`);
          const { locale, calls, small } = await page.evaluate<Facts>(FACTS);
          assert.equal(locale, look.locale, name);
          assert.deepEqual(small, [], `${name} has small targets`);
          if (site === 'yihao') assert.equal(calls, 1, `${name} tells whom to call`);
        });
        assert.ok(seen.size >= 43, `only ${seen.size} pages were seen`);
      }),
    );
  });

  it('fits every width between a phone and a desk, and stands in the middle of it', async () => {
    const page = await browser.newPage();
    for (const address of ['/', '/sign-in', '/help']) {
      await page.goto(city.yihao + address);
      for (const width of [320, 640, 641, 769, 900, 1024, 1099, 1101, 1920]) {
        await page.setViewportSize({ width, height: 800 });
        const { left, right, wide } = await page.evaluate<{ left: number; right: number; wide: number }>(
          `(({ left, right }) => ({ left, right: document.documentElement.clientWidth - right,
            wide: document.documentElement.scrollWidth }))(document.querySelector('main').getBoundingClientRect())`,
        );
        assert.ok(wide <= width, `${address} is ${wide} px wide in ${width}`);
        assert.ok(
          left >= 15 && Math.abs(left - right) <= 1,
          `${address} at ${width}: ${left} px left, ${right} px right`,
        );
      }
    }
    await page.close();
  });

  it('is walked by keyboard alone: signing in on a new device, consent, signing out', async () => {
    const { number, phone, password } = someone();
    const context = await openContext(city, browser, { locale: 'zh-CN', width: 1280 });
    const page = await context.newPage();
    const keys = new Keyboard(page);
    await page.goto(city.social);
    await keys.to('#sign-in');
    await keys.press('Enter');
    await page.waitForSelector('#login');

    // The first stop of every page leads past its head.
    await page.keyboard.press('Tab');
    assert.equal(await keys.focused(), 'a.govuk-skip-link');
    await keys.press('Enter');
    await keys.to('#login');
    await keys.press('Enter');

    // What is wrong is read out first, and leads to its field.
    await page.waitForSelector('.govuk-error-summary:focus');
    await keys.to('.govuk-error-summary a');
    await keys.press('Enter');
    await page.waitForSelector('#login:focus');
    await page.keyboard.type(number);
    await keys.to('#password');
    await page.keyboard.type(password);
    await keys.to('.govuk-password-input__toggle');
    await page.keyboard.press('Space');
    assert.equal(await page.getAttribute('#password', 'type'), 'text');
    await keys.to('#keep');
    await page.keyboard.press('ArrowUp');
    assert.ok(await page.isChecked('[name=keep][value=shared]'));
    await keys.to('.login-submit');
    await keys.press('Enter');

    await page.waitForSelector('#code');
    await keys.to('main details summary');
    await page.keyboard.press('Enter');
    assert.ok(await page.isVisible('form[action$="/code/send"] button'));
    await page.reload();
    await keys.to('#code');
    await page.keyboard.type(await codeFor(page, city, `+86${phone}`));
    await keys.press('Enter');

    await page.waitForSelector('#agree');
    await keys.to('#claims');
    await page.keyboard.press('Space');
    assert.ok(await page.isChecked('#claims'));
    await keys.to('#agree');
    await keys.press('Enter');
    await page.waitForURL(`${city.social}/`);
    assert.ok(await page.locator('[data-claim=phone_number]').count(), 'the ticked claim was shared');

    await keys.to('#sign-out-yihao');
    await keys.press('Enter');
    await page.waitForSelector('#sign-out-everywhere');
    await keys.to('#sign-out-everywhere');
    await keys.press('Enter');
    await page.waitForURL(`${city.social}/signed-out**`);

    await page.goto(city.yihao);
    await keys.to('button[name=elder]');
    await keys.press('Enter');
    await page.waitForSelector('html.yihao-elder');
    await keys.to('button[name=locale]');
    await keys.press('Enter');
    await page.waitForSelector('html.yihao-elder[lang=en]');
  });

  it('is walked by keyboard alone in the elder mode: registering, signing in, consent, signing out', async () => {
    const { name, number, phone } = people.next().value;
    const context = await openContext(city, browser, { locale: 'zh-CN', width: 390, elder: true });
    const page = await context.newPage();
    const keys = new Keyboard(page);
    const fill = async (field: string, words: string): Promise<void> => {
      await keys.to(`#${field}`);
      await page.keyboard.type(words);
    };
    const password = '春风又绿 jiang nan an';
    await page.goto(city.social);
    await keys.follow('#sign-in', '#login');
    await keys.follow('a[href$="/register"]', '#number');
    await fill('name', name);
    await fill('number', number);
    await fill('phone', phone.slice(3));
    await keys.follow('form[action$="/register"] button[type=submit]', '#code');
    await fill('code', await codeFor(page, city, phone));
    await keys.follow('form[action$="/register/code"] button[type=submit]', '#password');
    await fill('password', password);
    await keys.follow('form[action$="/register/password"] button[type=submit]', '.govuk-panel');
    await keys.follow('main a[href$="/login"]', '.login-submit');
    await fill('password', password);
    await keys.follow('.login-submit', '#agree');
    await keys.follow('#agree', '#hello');
    await page.goto(city.yihao);
    await keys.follow('.yihao-expiry a', '.yihao-greeting');
    await keys.follow('a[href="/logout"]', '#sign-out-everywhere');
    await keys.follow('#sign-out-everywhere', 'main a[href="/"]');
  });

  it('warns before the time of a page, a code or a session is over, and gives more of it where the reader is', async () => {
    const { number, phone, password } = someone();
    const context = await openContext(city, browser, { locale: 'zh-CN', width: 390 });
    const page = await context.newPage();
    await page.clock.install();
    await page.goto(`${city.yihao}/sign-in`);
    await page.fill('#login', number);
    assert.equal(await page.locator('[data-more-time]').count(), 0, 'nobody is warned an hour before');
    await page.clock.fastForward('56:00');
    const more = page.locator('[role=status] [data-more-time]');
    await more.waitFor();
    await assertAccessible(page, 'the warning');
    await more.click();
    await page.waitForSelector('[role=status]:has-text("已延长到")');
    assert.equal(await page.inputValue('#login'), number, 'what was typed is still there');
    await page.fill('#password', password);
    await page.click('.login-submit');

    await page.waitForSelector('#code');
    assert.match((await page.textContent('main')) ?? '', /\d\d:\d\d 前有效/);
    await page.clock.fastForward('08:30');
    await page.click('[role=status] button[form=resend]');
    // A code was sent a moment ago by the server's clock, which is not the browser's.
    await page.waitForSelector('.govuk-error-summary');

    await answerCode(page, await codeFor(page, city, `+86${phone}`));
    await page.waitForSelector('.yihao-greeting');
    assert.match((await page.textContent('.yihao-expiry')) ?? '', /您的登录 \d\d:\d\d 前有效/);
    await page.clock.fastForward('24:00');
    assert.equal(await more.count(), 0, 'nobody is warned long before');
    await page.clock.fastForward('01:30');
    await more.waitFor();
    await assertAccessible(page, 'the warning of a session’s end');
    await more.focus();
    await page.keyboard.press('Enter');
    await page.waitForSelector('[role=status]:has-text("您的登录已延长到")');
  });
});

interface Facts {
  readonly locale: string;
  /** Links that call someone to ask. */
  readonly calls: number;
  /** What can be pressed and is lower than 48 pixels; links within a sentence apart (WCAG 2.2, 2.5.8). */
  readonly small: readonly string[];
}

const FACTS = `({
  locale: document.documentElement.lang,
  calls: document.querySelectorAll('.yihao-call a[href^="tel:"]').length,
  small: [...document.querySelectorAll('button, summary, select, input:not([type=hidden]), main a, header nav a')]
    .filter((one) => one.checkVisibility() && !one.closest('p, li, h3'))
    .map((one) => (/checkbox|radio/.test(one.type) ? one.parentElement : one))
    .filter((one) => one.getBoundingClientRect().height < 48)
    .map((one) => one.outerHTML.slice(0, 120)),
})`;
