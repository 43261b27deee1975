import Big from 'big.js';
import { beforeAll, describe, expect, test } from 'vitest';
import { costReport } from '../../tests/support/cost-report.ts';
import type { CostReport } from './cost-report.ts';
import { buildCostReport } from './cost-report.ts';
import { economicsView, sensitivityView } from './economics-view.ts';
import type { ReportTemplate } from './page-frame.ts';
import { readReportTemplate } from './write-report.ts';

const root = new URL('../..', import.meta.url).pathname;
let template: ReportTemplate;
let report: CostReport;

beforeAll(async () => {
  template = await readReportTemplate(root, 'cost.css');
  report = await costReport(root);
});

/** What a reader sees, without markup. */
const wordsOf = (page: string): string =>
  page
    .replace(/<style>[\s\S]*?<\/style>/, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');

describe('the page of a bill', () => {
  test('says what it costs, of what it is made, what moves it and where the prices come from', () => {
    const page = buildCostReport(report, template);
    const headings = [...page.matchAll(/<h2 id="[a-z]+">([^<]+)</g)].map(([, heading]) => heading);
    expect(headings).toEqual([
      'The bill of a month',
      'Other ways to buy it, and where to save',
      'What moves it',
      'What it may earn',
      'What the claims would take',
      'What others charge',
      'Where the prices come from',
    ]);
    expect(wordsOf(page)).toContain(`$${report.bill.monthlyTotal.toNumber().toLocaleString('en-US')}`);
    expect(page).not.toMatch(/NaN|undefined|Infinity|\[object/);
  });

  test('is one small page that reaches for nothing and names every chart', () => {
    const page = buildCostReport(report, template);
    expect(Buffer.byteLength(page)).toBeLessThan(150_000);
    expect(page).not.toMatch(/<script|<link|<img|url\(|@import/);
    const charts = page.match(/<svg class="chart/g)?.length;
    expect(charts).toBe(6);
    expect(page.match(/<svg class="chart [\w-]+"[^>]*role="img"><title>[^<]+<\/title><desc>/g)).toHaveLength(
      6,
    );
    expect(page).toContain('<style>');
    expect(page).toContain('--series-5');
  });

  test('says of each offer how sure its price is, and where it is too small', () => {
    const words = wordsOf(buildCostReport(report, template));
    expect(words).toContain('at least $49.5 k');
    expect(words).toContain('$792 k to $2.11 M');
    expect(words).toContain('* LiveKit Cloud Scale: at most 5,000 people.');
    expect(words).not.toContain('at least $1.06 M');
  });

  test('says where to save, and how many inputs the tornado leaves out', () => {
    const words = wordsOf(buildCostReport(report, template));
    for (const { title, advice } of report.levers) {
      expect(words).toContain(title);
      expect(words).toContain(advice.slice(0, 20));
    }
    const shown = report.sensitivity?.tornado.length ?? 0;
    expect(words).toMatch(
      new RegExp(`\\d+ more inputs? moves? it less, or fit no node; the data has all ${shown}`),
    );
  });

  test('leaves out what was not asked for', () => {
    const bare = {
      ...report,
      variants: [],
      levers: [],
      sensitivity: null,
      range: null,
      economics: null,
      comparison: null,
    };
    const page = buildCostReport(bare, template);
    expect(page.match(/<h2/g)).toHaveLength(2);
    expect(wordsOf(page)).not.toMatch(/null|false/);
  });

  test('calls an unknown price unknown and the total a least', () => {
    const [first, ...others] = report.bill.lines;
    if (first === undefined) throw new Error('the bill has no lines');
    const unknown = { ...first, unitPrice: null, amount: null };
    const bill = { ...report.bill, lines: [unknown, ...others], monthlyTotal: new Big(5), isAtLeast: true };
    const words = wordsOf(buildCostReport({ ...report, bill }, template));
    expect(words).toContain('$5 a month, at least');
    expect(words).toContain('not known');
    expect(words).toContain('Total, at least $5.00');
  });

  test('lets no text of a catalogue or an event become markup or a link that runs', () => {
    const hostile = '</style><script>alert(1)</script>';
    const [first, ...others] = report.bill.lines;
    if (first === undefined || first.row === null) throw new Error('the bill has no priced line');
    const source = { ...first.row.source, title: hostile, url: 'javascript:alert(1)', quote: hostile };
    const line = { ...first, title: hostile, note: hostile, row: { ...first.row, sku: hostile, source } };
    const bill = { ...report.bill, lines: [line, ...others] };
    const page = buildCostReport(
      { ...report, bill, name: hostile, description: hostile, warnings: [hostile] },
      template,
    );
    expect(page).not.toContain('<script');
    expect(page).not.toContain('href="javascript:');
    expect(page).toContain('&lt;script&gt;alert(1)');
  });
});

describe('the terminal', () => {
  const longest = (text: string): number => Math.max(...text.split('\n').map(({ length }) => length));

  test('shows the economics in 80 columns', () => {
    if (report.economics === null) throw new Error('the fixture has economics');
    const text = economicsView(report.economics);
    expect(longest(text)).toBeLessThanOrEqual(80);
    expect(text).not.toMatch(/NaN|undefined|Infinity/);
    expect(text).toMatch(/payback in 2 months +\$148,347 +\$2\.97/);
    expect(text).toMatch(/Profit margin +> 70 % +✗/);
  });

  test('shows what moves the bill in 80 columns', () => {
    if (report.sensitivity === null) throw new Error('the fixture has a sensitivity');
    const text = sensitivityView(report.sensitivity, report.range);
    expect(longest(text)).toBeLessThanOrEqual(80);
    expect(text).toMatch(/Small tiles +9 +25 +49/);
    expect(text).toContain('half less than $287 k');
    expect(sensitivityView(report.sensitivity, null)).not.toContain('draws');
  });
});
