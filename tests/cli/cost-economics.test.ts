/** `cost --economics` and `cost --report` from end to end: what the reference event may earn, what moves its bill, and the page of it. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { cost } from '../../src/commands/cost.ts';
import { runCli } from '../support/run-cli.ts';

const folders: string[] = [];
let cwd: string;
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'gomeet-economics-'));
  folders.push(cwd);
});
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

async function economicsOf(flags = '', yaml = '') {
  await writeFile(join(cwd, 'gomeet.yaml'), yaml);
  const { stdout, stderr, exitCode } = await runCli(`cost --economics --samples 200 ${flags} --json`, {
    cwd,
  });
  expect(stderr + String(exitCode)).toBe('0');
  const { data, warnings } = JSON.parse(stdout) as { data: unknown; warnings: string[] };
  const parsed = cost.data.parse(data);
  if (parsed.economics === undefined) throw new Error('no economics');
  return { ...parsed, economics: parsed.economics, warnings };
}

describe('the economics of the reference event', () => {
  test('rest on its bill: what the claims need is the claim over the bill and $23,000', async () => {
    const { monthlyTotal, economics } = await economicsOf();
    const spend = Number(monthlyTotal) + 23_000;
    const needed = Object.fromEntries(
      economics.requiredRevenue.bill.map(({ id, revenuePerMonth }) => [id, Number(revenuePerMonth)]),
    );
    expect(needed).toMatchObject({
      'economics.claims.bill.payback-1': spend + 190_000,
      'economics.claims.bill.payback-2': spend + 95_000,
    });
    expect(needed['economics.claims.bill.margin']).toBeCloseTo(spend / 0.3, 1);
    expect(economics.requiredRevenue.written.map(({ revenuePerMonth }) => revenuePerMonth)).toContain(
      '148347.00',
    );
    const total = economics.fullUse.find(({ id }) => id === 'economics.full-use.infrastructure');
    expect(total?.value).toBe(monthlyTotal);
  });

  test('hold three scenarios, whose cash flow adds up and whose profit is its end', async () => {
    const { economics } = await economicsOf();
    expect(economics.scenarios.map(({ name }) => name)).toEqual(['cautious', 'base', 'ambitious']);
    for (const { cashFlow, figures, kpis } of economics.scenarios) {
      const sum = cashFlow.reduce((total, { net }) => total + Number(net), 0);
      expect(sum).toBeCloseTo(Number(cashFlow.at(-1)?.cumulative), 2);
      expect(figures.find(({ id }) => id.endsWith('profit-3-years'))?.value).toBe(
        cashFlow.at(-1)?.cumulative,
      );
      expect(kpis.some(({ status }) => status === 'PASS')).toBe(false);
      expect(figures.every(({ basis }) => basis === 'assumed')).toBe(true);
    }
  });

  test('say what moves the bill: more tiles and more hours never cost less', async () => {
    const { sensitivity, range, monthlyTotal } = await economicsOf();
    expect(sensitivity?.base).toBe(monthlyTotal);
    const widths = sensitivity?.tornado.map(({ low, high }) => Math.abs(Number(high) - Number(low))) ?? [];
    expect(widths).toEqual(widths.toSorted((a, b) => b - a));
    const cells = (sensitivity?.twoWay.cells ?? []).map((row) => row.map(Number));
    for (const [i, row] of cells.entries())
      for (const [j, cell] of row.entries()) {
        expect(cell).toBeGreaterThanOrEqual(row[j - 1] ?? 0);
        expect(cell).toBeGreaterThanOrEqual(cells[i - 1]?.[j] ?? 0);
      }
    expect(Number(range?.p10)).toBeLessThanOrEqual(Number(range?.p50));
    expect(Number(range?.p50)).toBeLessThanOrEqual(Number(range?.p90));
  });

  test('come out the same for the same seed', async () => {
    const [one, same, other] = [
      await economicsOf('--seed 7'),
      await economicsOf('--seed 7'),
      await economicsOf('--seed 8'),
    ];
    expect(one.range).toEqual(same.range);
    expect(one.range).not.toEqual(other.range);
  });

  test('take the scenarios of gomeet.yaml', async () => {
    const yaml = `economics:
  setup: 0
  operationsPerMonth: 1000
  scenarios:
    - name: mine
      pricePerParticipantMonth: 50
      adoption: { firstMonth: 1, mature: 1, monthsToMature: 1 }
      utilisation: 1
      churnPerMonth: 0.1
      participantsPerCustomer: 500
      salesPerMonth: 0
`;
    const { economics, monthlyTotal } = await economicsOf('', yaml);
    const [mine, ...others] = economics.scenarios;
    expect(others).toEqual([]);
    // 50,000 × $50 = $2,500,000, less the bill and $1,000.
    expect(Number(mine?.cashFlow[1]?.net)).toBeCloseTo(2_500_000 - Number(monthlyTotal) - 1000, 2);
    expect(mine?.breakEvenMonth).toBe(1);
    expect(mine?.internalRateOfReturn).toBe('none');
  });

  test('are in USD when the bill is in EUR', async () => {
    const { currency, economics } = await economicsOf('--currency EUR');
    expect([currency, economics.currency]).toEqual(['EUR', 'USD']);
    const inDollars = economics.fullUse.find(({ id }) => id.endsWith('infrastructure'));
    expect(Number(inDollars?.value)).toBeGreaterThan(300_000);
  });

  test('leave the sensitivity out where machines were not planned, and say so', async () => {
    const { sensitivity, range, warnings } = await economicsOf('--provider hetzner');
    expect([sensitivity, range]).toEqual([undefined, undefined]);
    expect(warnings).toContainEqual(expect.stringContaining('sensitivity is left out: machines at hetzner'));
  });
});

describe('the page', () => {
  test('is written whole: the bill, its charts, the comparison and the sources', async () => {
    const { exitCode, stdout } = await runCli('cost --report cost.html --samples 200 --json', { cwd });
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ data: { report: 'cost.html' } });
    const page = await readFile(join(cwd, 'cost.html'), 'utf8');
    expect(Buffer.byteLength(page)).toBeLessThan(150_000);
    expect(page.match(/<svg class="chart/g)).toHaveLength(6);
    expect(page).not.toMatch(/NaN|undefined|<script/);
    expect(await readdir(cwd)).toEqual(['cost.html']);
    expect(page, 'the plan’s own warnings').toContain('A staging environment is not in this plan');
    expect(page).toContain('Other ways to buy it, and where to save');
  });
});

describe('bad input is refused with exit 2 and nothing is written', () => {
  test.each([
    ['cost --samples 5', 'are for the spread of the bill'],
    ['cost --economics --samples 0', 'a whole number from 1 to 1,000,000 draws'],
    ['cost --economics --format csv --report x.html', '--format csv holds the bill alone'],
  ])('%s', async (commandLine, message) => {
    const { exitCode, stderr } = await runCli(commandLine, { cwd });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(message)]);
    expect(await readdir(cwd)).toEqual([]);
  });

  test.each([
    ['setup: -1', 'economics.setup'],
    ['operationsPerMonth: .nan', 'economics.operationsPerMonth'],
    ['discountPerYear: 1e9', 'economics.discountPerYear'],
    ['horizonMonths: 12', 'economics.horizonMonths'],
    ['scenarios: []', 'economics.scenarios'],
    ['scenarios: [{ name: x }]', 'economics.scenarios.0.pricePerParticipantMonth'],
    ['profit: 5', 'economics.profit'],
  ])('economics: %s', async (line, path) => {
    await writeFile(join(cwd, 'gomeet.yaml'), `economics:\n  ${line}\n`);
    const { exitCode, stderr } = await runCli('cost --economics --report x.html', { cwd });
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(new RegExp(`gomeet.yaml:[12]: .*${path}`))]);
    expect(await readdir(cwd)).toEqual(['gomeet.yaml']);
  });

  test('a folder that is not there', async () => {
    const { exitCode, stderr } = await runCli('cost --report nowhere/cost.html --samples 1', { cwd });
    expect([exitCode, stderr]).toEqual([6, expect.stringContaining('there is no such folder')]);
  });
});
