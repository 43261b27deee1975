import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildReport } from '../../src/reporting/report.ts';
import { readReportTemplate } from '../../src/reporting/write-report.ts';
import { roomRun } from '../support/room-run.ts';
import { launchChromium } from './chromium.ts';

const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const LONG = 'a-name-without-any-place-to-break-'.repeat(8);

/** A good run, and one with everything in it that can go wrong or be too long. */
const REPORTS = {
  good: roomRun(),
  bad: roomRun({
    partial: true,
    partialReason: `PostgreSQL stopped answering ${LONG}`,
    command: `gomeet loadtest room --room ${LONG}`,
    gates: [
      {
        id: 'cpu',
        title: 'The generator left CPU idle',
        passed: false,
        found: '91 %',
        needed: 'at most 80 %',
      },
    ],
    findings: [{ code: 'x', severity: 'error', title: LONG, evidence: LONG, advice: LONG }],
    errors: [{ what: LONG, count: 69, example: LONG, firstAt: '2026-11-20T14:03:51.000Z', lastAt: null }],
    shortfalls: [{ participant: '431', track: 'video', expected: 1_203, received: 611, reason: LONG }],
  }),
} as const;

let browser: Browser;
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'gomeet-report-'));
  const template = await readReportTemplate(new URL('../..', import.meta.url).pathname);
  for (const [name, run] of Object.entries(REPORTS)) {
    await writeFile(join(directory, `${name}.html`), buildReport(run, template));
  }
  browser = await launchChromium();
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await rm(directory, { recursive: true });
});

interface View {
  readonly width?: number;
  readonly scheme?: 'light' | 'dark';
  readonly script?: boolean;
  /** Called with the address of everything that the page asks for. */
  readonly onRequest?: (address: string) => void;
}

async function open(
  name: string,
  { width = 1280, scheme = 'light', script = true, onRequest }: View = {},
): Promise<Page> {
  const page = await browser.newPage();
  await page.setViewport({ width, height: 900 });
  await page.setJavaScriptEnabled(script);
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  if (onRequest !== undefined) page.on('request', (request) => onRequest(request.url()));
  await page.goto(pathToFileURL(join(directory, `${name}.html`)).href);
  return page;
}

async function unfold(page: Page): Promise<void> {
  await page.$$eval('details', (all) => {
    for (const details of all) details.setAttribute('open', '');
  });
}

const cases = Object.keys(REPORTS).flatMap((name) => [1280, 390].map((width) => [name, width] as const));

describe('the report in a browser', () => {
  test('asks for nothing but itself', { tags: ['browser'] }, async () => {
    const requests: string[] = [];
    const page = await open('good', { onRequest: (address) => requests.push(address) });
    expect(requests).toEqual([page.url()]);
  });

  test('shows the same without JavaScript', { tags: ['browser'] }, async () => {
    const pictures = await Promise.all(
      [true, false].map(async (script) => {
        const page = await open('good', { script });
        return page.screenshot({ encoding: 'base64' });
      }),
    );
    expect(pictures[0] === pictures[1]).toBe(true);
    const page = await open('good');
    const rows = await page.$$eval('table.kpis tbody tr', (all) => all.length);
    expect(rows).toBe(REPORTS.good.kpis.length);
  });

  test.each(cases)(
    'the %s run is accessible at %d px, in light and dark',
    { tags: ['browser'] },
    async (name, width) => {
      for (const scheme of ['light', 'dark'] as const) {
        const page = await open(name, { width, scheme });
        await unfold(page);
        await page.evaluate(await readFile(axePath, 'utf8'));
        const violations = await page.evaluate(`axe.run().then(({ violations }) =>
        violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ target }) => target.join(' ')).slice(0, 3).join(', ')))`);
        expect(violations).toEqual([]);
        await page.close();
      }
    },
  );

  test.each(cases)(
    'the %s run does not scroll sideways at %d px',
    { tags: ['browser'] },
    async (name, width) => {
      const page = await open(name, { width });
      await unfold(page);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    },
  );

  test('prints on a few pages, with the data of the charts', { tags: ['browser'] }, async () => {
    const page = await open('good');
    const pdf = Buffer.from(await page.pdf({ format: 'a4' })).toString('latin1');
    const pages = pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0;
    expect(pages).toBeGreaterThan(3);
    expect(pages).toBeLessThan(20);
  });
});
