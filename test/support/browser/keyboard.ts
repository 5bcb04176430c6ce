import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';

/** Moves by Tab alone, and insists on seeing where it is. */
export class Keyboard {
  constructor(readonly page: Page) {}

  /** The tag and classes of what has the focus. */
  focused(): Promise<string> {
    return this.page.evaluate(`(({ localName, className }) =>
      [localName, ...className.split(' ')].filter(Boolean).join('.'))(document.activeElement)`);
  }

  /** Tabs on until the focus is there: forward only, so the order of the page is the order of the keys. */
  async to(selector: string): Promise<void> {
    for (let stops = 0; stops < 40; stops += 1) {
      await this.page.keyboard.press('Tab');
      assert.ok(await this.isMarked(), `the focus cannot be seen on ${await this.focused()}`);
      if (await this.page.evaluate(`document.activeElement.matches(${JSON.stringify(selector)})`)) return;
    }
    throw new Error(`the keyboard does not come to ${selector}`);
  }

  /** Comes to what leads to another page, and presses it. @param then what the other page shows */
  async follow(selector: string, then: string): Promise<void> {
    await this.to(selector);
    await this.page.keyboard.press('Enter');
    await this.page.waitForSelector(then);
  }

  async press(key: string): Promise<void> {
    await Promise.all([this.page.waitForLoadState('load'), this.page.keyboard.press(key)]);
  }

  private async isMarked(): Promise<boolean> {
    return this.page.evaluate(`(() => {
      const one = document.activeElement;
      if (one === document.body) return true;
      const shown = (element, pseudo) => {
        const { outlineStyle, outlineColor, outlineWidth, boxShadow } = getComputedStyle(element, pseudo);
        const outlined = outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 && outlineColor !== 'rgba(0, 0, 0, 0)';
        return outlined || boxShadow !== 'none';
      };
      // A tick box and a radio button are drawn by their labels; a card's link by the card.
      const label = /checkbox|radio/.test(one.type) ? one.nextElementSibling : undefined;
      return shown(one) || shown(one, '::after') || (label ? shown(label, '::before') : false);
    })()`);
  }
}
