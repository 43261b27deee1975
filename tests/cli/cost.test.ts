/** The command `cost` from end to end: the bill of the reference event, its forms, comparison, differences and bad input. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Big from 'big.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cost } from '../../src/commands/cost.ts';
import { planToPrice } from '../../src/pricing/plan-to-price.ts';
import { readCatalogue } from '../../src/pricing/read-catalogue.ts';
import { runCli } from '../support/run-cli.ts';

let cwd: string;
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'gomeet-cost-'));
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

type CostData = ReturnType<(typeof cost)['data']['parse']>;

async function costOf(flags: string, yaml = ''): Promise<CostData> {
  await writeFile(join(cwd, 'gomeet.yaml'), yaml);
  const { stdout, stderr, exitCode } = await runCli(`cost ${flags} --json`, { cwd });
  expect(stderr + String(exitCode)).toBe('0');
  return cost.data.parse((JSON.parse(stdout) as { data: unknown }).data);
}

const amountOf = ({ lines }: CostData, id: string): string | null | undefined =>
  lines.find((line) => line.id === id)?.amount;

describe('the bill of the reference event', () => {
  test('has the nodes, the traffic on the wire and what belongs to them; its lines are its sum', async () => {
    const bill = await costOf('');
    expect(bill).toMatchObject({ currency: 'USD', provider: 'digitalocean', isAtLeast: false });
    expect(bill.lines.find(({ id }) => id === 'media-nodes')).toMatchObject({
      quantity: 55,
      unitPrice: '1310',
      amount: '72050.00',
      note: '55 × c-48-intel, 730 h, paid up to 672',
    });
    const [egress, ...others] = bill.lines.filter(({ id }) => id.startsWith('egress'));
    expect(others).toEqual([]);
    expect(egress).toMatchObject({ unit: 'GiB', unitPrice: '0.01', row: 'digitalocean/egress/droplet' });
    // More than the payload's $197,162: headers, TURN and the API are sent too, less what the machines include.
    expect(Number(egress?.amount)).toBeGreaterThan(217_000);
    const sum = bill.lines.reduce((total, { amount }) => total.plus(amount ?? 0), new Big(0));
    expect(sum.toFixed(2)).toBe(bill.monthlyTotal);
    expect(bill.parts.reduce((total, { amount }) => total.plus(amount), new Big(0)).toFixed(2)).toBe(
      bill.monthlyTotal,
    );
    for (const line of bill.lines) {
      expect(line.source).not.toBe('');
      expect(Number(line.amount)).toBeCloseTo(line.quantity * Number(line.unitPrice), 1);
    }
  });

  test('costs 8.8 million hours of people: the shares are the total', async () => {
    const { monthlyTotal, unitCosts } = await costOf('');
    const total = new Big(monthlyTotal);
    expect(unitCosts).toEqual({
      // 50,000 people × 176 h
      perParticipantHour: total.div(8_800_000).toFixed(4),
      perParticipant: total.div(50_000).toFixed(4),
      // 100 meetings on 22 days
      perMeeting: total.div(2200).toFixed(4),
      perEvent: total.div(22).toFixed(4),
    });
  });

  test('elastic: media nodes for 286 of 672 hours, and less included transfer', async () => {
    const [always, elastic] = [await costOf(''), await costOf('--schedule elastic')];
    expect(elastic.schedule).toBe('elastic');
    expect(amountOf(elastic, 'media-nodes')).toBe('30664.14');
    expect(Number(amountOf(elastic, 'egress'))).toBeGreaterThan(Number(amountOf(always, 'egress')));
    expect(always.variants.find(({ id }) => id === 'elastic')?.monthlyTotal).toBe(elastic.monthlyTotal);
    // A plan that is elastic itself comes to the same.
    expect((await costOf('', 'plan:\n  schedule: elastic\n')).monthlyTotal).toBe(elastic.monthlyTotal);
  });

  test('says of each other way to buy how well it is known', async () => {
    const { variants } = await costOf('');
    expect(variants.map(({ id, evidence }) => [id, evidence])).toEqual([
      ['always-on', 'listed'],
      ['elastic', 'listed'],
      ['committed', 'claimed'],
      ['spot', 'not-offered'],
    ]);
    expect(variants.find(({ id }) => id === 'committed')?.note).toContain('negotiated, unproven');
    expect(variants.find(({ id }) => id === 'spot')?.monthlyTotal).toBeNull();
  });

  test('in euros is the same divided by the rate', async () => {
    const [dollars, euros] = [await costOf(''), await costOf('--currency EUR')];
    expect(Number(euros.monthlyTotal)).toBeCloseTo(Number(dollars.monthlyTotal) / 1.1133, 0);
  });

  test('warns of prices that are old', async () => {
    const { stderr } = await runCli('cost --max-price-age 1d', { cwd });
    expect(stderr).toContain('limit 1');
  });
});

test('more people, tiles or hours never cost less', async () => {
  let last = 0;
  for (const people of [2, 10, 50, 100, 250, 400, 500]) {
    const { monthlyTotal } = await costOf(
      '',
      `event:\n  meetings: [{ count: 20, participants: ${people} }]\n`,
    );
    expect(Number(monthlyTotal)).toBeGreaterThanOrEqual(last);
    last = Number(monthlyTotal);
  }
  for (const [field, values] of [
    ['smallTiles', [0, 4, 9, 25]],
    ['voices', [1, 3, 9]],
  ] as const) {
    last = 0;
    for (const value of values) {
      const { monthlyTotal } = await costOf('', `event:\n  layout: { ${field}: ${value} }\n`);
      expect(Number(monthlyTotal)).toBeGreaterThanOrEqual(last);
      last = Number(monthlyTotal);
    }
  }
});

describe('the comparison', () => {
  test('has providers and services, dearest knowledge first and unknown prices as unknown', async () => {
    const { comparison } = await costOf('--compare');
    const managed = new Map(comparison?.managed.map((service) => [service.id, service]));
    expect(managed.get('livekit-cloud/scale')).toMatchObject({ monthlyTotal: '2327816.00' });
    expect(managed.get('livekit-cloud/scale')?.limit).toContain('5,000');
    expect(managed.get('cloudflare-realtimekit')?.monthlyTotal).toBe('1056000.00');
    expect(managed.get('twilio-video')?.monthlyTotal).toBeNull();
    const hosts = new Map(comparison?.selfHosted.map((host) => [host.provider, host]));
    expect(hosts.get('ovhcloud')).toMatchObject({ isAtLeast: true });
    expect(Number(hosts.get('aws')?.monthlyTotal)).toBeGreaterThan(1_000_000);
    // At the hours of the curve on either side of a break-even the order is turned.
    const hours = managed.get('cloudflare-realtimekit')?.breakEvenHours ?? 0;
    const index = comparison?.curve.hours.findIndex((each) => each > hours) ?? 0;
    const service =
      comparison?.curve.services.find(({ id }) => id === 'cloudflare-realtimekit')?.amounts ?? [];
    const own = comparison?.curve.selfHosted ?? [];
    expect(Number(own[index])).toBeLessThan(Number(service[index]));
    expect(Number(own[index - 1])).toBeGreaterThan(Number(service[index - 1]));
  });

  test('another provider is priced by machines with as many cores, and says so', async () => {
    const { stdout, stderr } = await runCli('cost --provider hetzner', { cwd });
    expect(stdout).toContain('hetzner eu, always on, list prices in EUR');
    expect(stderr).toContain('nothing was measured there');
    expect((await costOf('--provider ovhcloud')).isAtLeast).toBe(true);
  });
});

describe('the forms', () => {
  test('csv and json have the columns of FOCUS, md is a table', async () => {
    await writeFile(join(cwd, 'gomeet.yaml'), '');
    const json = JSON.parse((await runCli('cost --format json', { cwd })).stdout) as Record<string, string>[];
    const bill = await costOf('');
    expect(json.map(({ ListCost }) => ListCost)).toEqual(bill.lines.map(({ amount }) => amount));
    expect(json[0]).toMatchObject({
      PricingUnit: 'Node-Months',
      PricingQuantity: '55',
      ChargeCategory: 'Usage',
    });
    const [head, ...rows] = (await runCli('cost --format csv', { cwd })).stdout.trimEnd().split('\r\n');
    expect(head).toContain('BillingCurrency,ChargePeriodStart,ChargePeriodEnd,ChargeCategory');
    expect(rows).toHaveLength(bill.lines.length);
    const markdown = (await runCli('cost --format md', { cwd })).stdout;
    expect(markdown).toContain(
      `| **Total** |  |  |  | **$${Number(bill.monthlyTotal).toLocaleString('en-US', { minimumFractionDigits: 2 })}** |`,
    );
  });

  test('the table is no wider than a terminal', async () => {
    const { stdout } = await runCli('cost', { cwd });
    const [bill = ''] = stdout.split('Total');
    for (const line of bill.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });
});

describe('a difference', () => {
  const planFile = async (name: string, yaml: string): Promise<void> => {
    await writeFile(join(cwd, 'gomeet.yaml'), yaml);
    const { readConfig } = await import('../../src/config.ts');
    const config = async () => readConfig({ name: 'gomeet.yaml', text: yaml }, {});
    const { plan } = await planToPrice({ cwd, config }, undefined, (provider) =>
      readCatalogue(join(import.meta.dirname, '../..'), provider),
    );
    await writeFile(join(cwd, name), JSON.stringify(plan));
  };

  test('is told line by line, the largest first, and adds up', async () => {
    await planFile('before.json', '');
    await planFile('after.json', 'event:\n  layout: { smallTiles: 9 }\nplan:\n  database: self-hosted\n');
    const { stdout } = await runCli('cost diff before.json after.json --json', { cwd });
    const { schema, data } = JSON.parse(stdout) as {
      schema: string;
      data: { change: string; lines: { id: string; kind: string; change: string }[] };
    };
    expect(schema).toBe('gomeet.cost-diff/v1');
    expect(data.lines[0]?.id).toBe('egress');
    expect(data.lines.find(({ id }) => id === 'redis')?.kind).toBe('removed');
    const sum = data.lines.reduce((total, { change }) => total.plus(change), new Big(0));
    expect(sum.toFixed(2)).toBe(data.change);
    const text = (await runCli('cost diff before.json after.json', { cwd })).stdout;
    expect(text).toContain('redis (removed)');
  });

  test('between a plan and itself is nothing', async () => {
    await planFile('same.json', '');
    const { stdout } = await runCli('cost diff same.json same.json', { cwd });
    expect(stdout).toMatch(/\d+ lines cost the same/);
  });

  test('a file whose resources name no line is refused with its path', async () => {
    await planFile('broken.json', '');
    const plan = JSON.parse(await readFile(join(cwd, 'broken.json'), 'utf8')) as {
      resources: { quantity: string }[];
    };
    for (const resource of plan.resources) resource.quantity = 'nothing.of.the.kind';
    await writeFile(join(cwd, 'broken.json'), JSON.stringify(plan));
    const { stderr, exitCode } = await runCli('cost broken.json', { cwd });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('resources.0.quantity: there is no line "nothing.of.the.kind"');
  });
});

describe('bad input', () => {
  test.each([
    ['cost nowhere.json', 'nowhere.json cannot be read'],
    ['cost notes.json', 'notes.json is no JSON'],
    ['cost other.json', 'other.json is no plan: schema: '],
    ['cost --provider acme', '--provider acme: the catalogue has no machines of it; accepted: aws'],
    ['cost --currency GBP', '--currency GBP: accepted: USD, EUR'],
    ['cost --schedule sometimes', '--schedule sometimes: accepted: always-on, elastic'],
    ['cost --format xml', '--format xml: '],
    ['cost --format csv --compare', '--compare is text: --format csv holds the bill alone'],
    ['cost --format md --compare', '--compare is text: --format md holds the bill alone'],
    ['cost event.yaml', 'event.yaml is an event, and no plan: plan it first'],
    ['cost event.yaml', 'gomeet plan event.yaml --out plan.json'],
    ['cost --max-price-age soon', '--max-price-age soon: accepted: days such as 90d'],
    ['cost diff one.json', "missing required argument 'after'"],
  ])('%s: exits 2, says why, writes nothing', async (commandLine, message) => {
    await writeFile(join(cwd, 'gomeet.yaml'), '');
    await writeFile(join(cwd, 'notes.json'), 'what I must not forget');
    await writeFile(join(cwd, 'event.yaml'), '# a webinar\nevent:\n  name: webinar\n');
    await writeFile(join(cwd, 'other.json'), '{"schema": "gomeet.run/v1"}');
    const before = await readdir(cwd);
    const { stdout, stderr, exitCode } = await runCli(commandLine, { cwd });
    expect(exitCode).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(message);
    expect(await readdir(cwd)).toEqual(before);
  });
});
