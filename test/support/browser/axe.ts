import { AxeBuilder } from '@axe-core/playwright';
import axeCore from 'axe-core';
import type { Page } from 'playwright-core';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** The builder would put half a megabyte of script into the page, twice for each look: where it is there, nothing. */
const THERE = '0';

/**
 * What axe finds wrong on a page, by WCAG 2.2 A and AA and its own best practice. "Legacy" means within the page itself:
 * the other way sums up frames in a second page, which takes longer than the rules, and no page of ours has a frame.
 * @param rules these alone
 */
export async function axeFaults(page: Page, rules?: string[]): Promise<string[]> {
  if (!(await page.evaluate<boolean>("'axe' in window"))) await page.evaluate(axeCore.source);
  const axe = new AxeBuilder({ page, axeSource: THERE }).options({ resultTypes: ['violations'] }).setLegacyMode();
  const { violations } = await (rules ? axe.withRules(rules) : axe.withTags(TAGS)).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}
