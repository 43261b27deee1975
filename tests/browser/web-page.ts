import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { BrowserContext, ElementHandle, Page } from 'puppeteer-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** A page of the web app that keeps what went wrong on it. */
export interface WebPage {
  readonly page: Page;
  /** Errors of scripts, of the console and of the content security policy. Answers of the API that are not 2xx are not among them. */
  readonly faults: string[];
}

/** Opens an empty tab of 1280 pixels. */
export async function openTab(context: BrowserContext): Promise<WebPage> {
  const page = await context.newPage();
  await page.setViewport({ width: 1280, height: 800 });
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    const isAnswer = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !isAnswer) faults.push(message.text());
  });
  return { page, faults };
}

/** The control with this role and name, once it is there. */
export async function control(page: Page, role: string, name: string): Promise<ElementHandle> {
  const found = await page.waitForSelector(`aria/${name}[role="${role}"]`);
  if (found === null) throw new Error(`there is no ${role} "${name}"`);
  return found;
}

export async function press(page: Page, name: string, role = 'button'): Promise<void> {
  await (await control(page, role, name)).click();
}

/** Writes into a field by its label, over what is in it. */
export async function fill(page: Page, label: string, text: string, role = 'textbox'): Promise<void> {
  const field = await control(page, role, label);
  await field.click({ count: 3 });
  await field.type(text);
}

/** Waits until a text is on the page. */
export async function shows(page: Page, text: string): Promise<void> {
  await page.waitForFunction(`document.body.innerText.includes(${JSON.stringify(text)})`);
}

/** What axe-core finds wrong with the page as it is now: the rule, and the first element that breaks it. */
export async function violationsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const { violations } = (await page.evaluate('axe.run()')) as {
    violations: { id: string; nodes: { html: string }[] }[];
  };
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}

/** Pixels by which the page is wider than its window. */
export const overflowOf = async (page: Page): Promise<number> =>
  Number(await page.evaluate('document.documentElement.scrollWidth - window.innerWidth'));
