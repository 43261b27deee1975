/** The pages that hold several runs, and those for managers: accessible, on a phone, in the dark, and asking for nothing. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { roomRun } from '../support/room-run.ts';
import { runCli } from '../support/run-cli.ts';
import { launchChromium } from './chromium.ts';

const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const ids = [1, 2, 3].map((n) => `01KAXN00000000000000000${String(n).padStart(3, '0')}`);
const [first = '', , newest = ''] = ids;

const PAGES = [
  `runs/${newest}/report.html`,
  'runs/index.html',
  'comparison.html',
  'trend.html',
  ...['index', 'cost', 'infrastructure', 'recovery', 'tasks', 'quick-reference', 'runs'].map(
    (name) => `readiness/${name}.html`,
  ),
];

let browser: Browser;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gomeet-pages-'));
  for (const id of ids) {
    await mkdir(join(folder, 'reports', 'runs', id), { recursive: true });
    await writeFile(join(folder, 'reports', 'runs', id, 'run.json'), JSON.stringify(roomRun({ id })));
  }
  for (const line of [
    `report build ${newest}`,
    'report index',
    `report compare ${first} ${newest} --out reports/comparison.html`,
    'report trend --out reports/trend.html',
    'report readiness --samples 20',
  ]) {
    const { exitCode, stderr } = await runCli(line, { cwd: folder });
    expect(exitCode, `${line}: ${stderr}`).toBe(0);
  }
  browser = await launchChromium();
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true });
});

async function open(name: string, width: number, scheme: 'light' | 'dark'): Promise<[Page, string[]]> {
  const page = await browser.newPage();
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  await page.setViewport({ width, height: 900 });
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  await page.goto(pathToFileURL(join(folder, 'reports', name)).href);
  await page.$$eval('details', (all) => {
    for (const details of all) details.setAttribute('open', '');
  });
  return [page, requests];
}

describe.each(PAGES)('%s', (name) => {
  test.each([
    [1280, 'light'],
    [390, 'dark'],
  ] as const)(
    'is accessible, fits and asks for nothing at %d px, %s',
    { tags: ['browser'] },
    async (width, scheme) => {
      const [page, requests] = await open(name, width, scheme);
      expect(requests).toEqual([page.url()]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      await page.evaluate(await readFile(axePath, 'utf8'));
      const violations = await page.evaluate(`axe.run().then(({ violations }) =>
        violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ target }) => target.join(' ')).slice(0, 3).join(', ')))`);
      expect(violations).toEqual([]);
      await page.close();
    },
  );
});

test('the PDF of the first page has its words, and no script has run for it', {
  tags: ['browser'],
}, async () => {
  const { exitCode, stdout, stderr } = await runCli('report pdf reports/readiness/index.html --json', {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '' },
  });
  expect(exitCode, stderr).toBe(0);
  const { data } = JSON.parse(stdout) as { data: { file: string } };
  const pdf = (await readFile(data.file)).toString('latin1');
  expect(pdf.startsWith('%PDF')).toBe(true);
  const pages = pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0;
  expect(pages).toBeGreaterThan(1);
  expect(pages).toBeLessThan(12);
});
