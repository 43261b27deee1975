import type { Page } from 'puppeteer-core';
import { expect } from 'vitest';
import { overflowOf, violationsOf, type WebPage } from './web-page.ts';

const widths = [1280, 390] as const;
const themes = ['light', 'dark'] as const;

/** Telephones have touch: what is pressed there is 44 px in both directions, as WCAG 2.5.5 asks. */
const telephonePx = 390;
const thumbPx = 44;

/**
 * What is too small for a thumb, with its size. Links in the middle of a sentence may be, and so may what only
 * keyboards reach. Half a pixel is forgiven, as layout rounds.
 */
const smallTargetsOf = (page: Page): Promise<string[]> =>
  page.evaluate(`[...document.querySelectorAll('button, a[href], input, select, summary, textarea')]
    .filter((element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
    .filter((element) => !(element.matches('a') && getComputedStyle(element).display === 'inline'))
    .filter((element) => !element.matches('[href="#main"]'))
    .map((element) => ({ html: element.outerHTML.slice(0, 120), box: element.getBoundingClientRect() }))
    .filter(({ box }) => Math.min(box.width, box.height) < ${thumbPx} - 0.5)
    .map(({ html, box }) => Math.round(box.width) + ' × ' + Math.round(box.height) + ' px: ' + html)`) as Promise<
    string[]
  >;

/** Fulfilled when no colour is on its way any more: halfway between two themes nothing has enough contrast. */
const settled = `Promise.allSettled(document.getAnimations()
  .filter((animation) => animation instanceof CSSTransition)
  .map(({ finished }) => finished))`;

/** Holds what is on the page now against what everybody can use, at both widths and in both themes. */
export async function auditPage({ page, faults }: WebPage, name: string): Promise<void> {
  for (const width of widths) {
    await page.setViewport({ width, height: 844 });
    for (const theme of themes) {
      await page.evaluate(`document.documentElement.dataset.theme = '${theme}'`);
      await page.evaluate(settled);
      const where = `${name} at ${width} in ${theme}`;
      expect(await violationsOf(page), where).toEqual([]);
      expect(await overflowOf(page), where).toBeLessThanOrEqual(0);
    }
    if (width === telephonePx) expect(await smallTargetsOf(page), name).toEqual([]);
  }
  expect(faults, name).toEqual([]);
  await page.setViewport({ width: widths[0], height: 844 });
}
