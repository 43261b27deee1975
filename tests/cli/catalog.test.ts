/** `gomeet cost catalog`: the prices that are shipped, a refresh against a server on this machine, and broken files. */
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readCatalogue, readPriceHistory } from '../../src/pricing/read-catalogue.ts';
import {
  type ApiSize,
  apiSize,
  type DigitalOceanServer,
  startDigitalOceanServer,
} from '../support/digitalocean-server.ts';
import { runCli } from '../support/run-cli.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const token = 'dop_v1_secret';
const today = '2026-12-24';
let server: DigitalOceanServer;
let root: string;
let listed: readonly ApiSize[];

beforeAll(async () => {
  server = await startDigitalOceanServer(token);
  listed = await shippedSizes();
});
afterAll(() => server.close());
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'gomeet-catalog-'));
  await cp(join(repository, 'catalog'), join(root, 'catalog'), { recursive: true });
  server.sizes = listed;
  server.requests.length = 0;
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** The shipped prices as the API would list them: what a refresh finds when nothing has changed. */
async function shippedSizes(): Promise<readonly ApiSize[]> {
  const catalogue = await readCatalogue(repository, 'digitalocean');
  return catalogue.rowsOf('digitalocean', 'node').map(({ sku, price, attributes }) =>
    apiSize({
      slug: sku,
      description: String(attributes.description),
      memory: Number(attributes.memoryMiB),
      vcpus: Number(attributes.vcpus),
      disk: Number(attributes.diskGB),
      transfer: Number(attributes.transferGiB) / 1000,
      price_monthly: Number(price),
      price_hourly: Number(attributes.hourlyPrice),
    }),
  );
}

const repriced = (slug: string, price: number): readonly ApiSize[] =>
  listed.map((size) => (size.slug === slug ? { ...size, price_monthly: price } : size));

const catalog = (commandLine: string, env: Record<string, string> = {}, day = today) =>
  runCli(`cost catalog ${commandLine}`, {
    projectRoot: root,
    cwd: root,
    env: { DIGITALOCEAN_API_URL: server.url, DIGITALOCEAN_TOKEN: token, ...env },
    now: () => Date.parse(`${day}T12:00:00Z`),
  });
const dataOf = ({ stdout }: { stdout: string }) =>
  (JSON.parse(stdout) as { data: Record<string, unknown> }).data;
const files = () => readdir(join(root, 'catalog/digitalocean'));
const shipped = ['2026-11-20.json', 'price-history.json'];

describe('refresh', () => {
  test('writes a new price list of today where something changed, after it showed what', async () => {
    server.sizes = [...repriced('c-16', 352.8), apiSize({ slug: 'c-128', price_monthly: 2688 })];
    const { stdout, stderr, exitCode } = await catalog('refresh --provider digitalocean --yes');
    expect(exitCode, stderr).toBe(0);
    expect(stderr).toContain('price 336.00 → 352.80');
    expect(stderr).toContain('+ droplet/c-128  2688.00 USD');
    expect(stdout).toContain(`Wrote catalog/digitalocean/${today}.json`);
    expect(await files()).toEqual(['2026-11-20.json', `${today}.json`, 'price-history.json']);
    const catalogue = await readCatalogue(root, 'digitalocean');
    expect(catalogue.find('digitalocean', 'droplet/c-16')).toMatchObject({
      price: '352.80',
      asOf: today,
      validFrom: today,
      source: { type: 'api', quote: 'price_monthly 352.8, price_hourly 0.50000, transfer 7' },
      attributes: { networkGbps: 2, regions: 'fra1 sgp1' },
    });
    expect(catalogue.find('digitalocean', 'droplet/c-32')).toMatchObject({ validFrom: '2022-07-02' });
    expect(catalogue.find('digitalocean', 'droplet/c-128')?.attributes.networkGbps).toBeNull();
    expect(catalogue.find('digitalocean', 'egress/droplet')?.price).toBe('0.01');
    const { sizes } = await readPriceHistory(root, 'digitalocean');
    expect(sizes['c-16']?.at(-1)).toEqual({ from: today, price: '352.80' });
    expect(sizes['c-32']?.at(-1)).toEqual({ from: '2022-07-02', price: '672.00' });
  });

  test('confirms prices that stayed: their day moves on, and no new list is written', async () => {
    await catalog('refresh --yes');
    const later = await catalog('refresh --yes', {}, '2027-01-31');
    expect(later.stdout).toContain('No price changed: 182 prices are confirmed as of today');
    expect(await files()).toEqual(['2026-11-20.json', `${today}.json`, 'price-history.json']);
    const catalogue = await readCatalogue(root, 'digitalocean');
    expect(catalogue.find('digitalocean', 'droplet/c-16')?.asOf).toBe('2027-01-31');
  });

  test('shows and writes nothing with --dry-run, and asks otherwise', async () => {
    server.sizes = repriced('c-16', 352.8);
    const dry = await catalog('refresh --dry-run --json');
    expect(dataOf(dry)).toMatchObject({
      sizes: 182,
      isWritten: false,
      file: `catalog/digitalocean/${today}.json`,
    });
    const asked = await catalog('refresh');
    expect(asked.exitCode).toBe(2);
    expect(asked.stderr).toContain('Answer beforehand with --yes');
    expect(await files()).toEqual(shipped);
  });

  test('takes the token from a file', async () => {
    await writeFile(join(root, 'token'), `${token}\n`);
    const { exitCode } = await catalog('refresh --dry-run --token-file token', { DIGITALOCEAN_TOKEN: '' });
    expect(exitCode).toBe(0);
  });

  test.each([
    ['no sizes', () => [], 'it lists no sizes'],
    ['a price of 0', () => repriced('c-16', 0), 'c-16 costs 0, and 336.00 so far'],
    ['a price below 0', () => repriced('c-16', -1), 'c-16 costs -1, and 336.00 so far'],
    ['a tenth of the sizes', () => listed.slice(0, 18), 'of 182 sizes that are known it lists 18'],
    ['a size twice', () => [...listed, ...listed.slice(0, 1)], 'twice'],
  ])('refuses %s and writes nothing', async (_what, sizes, message) => {
    server.sizes = sizes();
    const { stderr, exitCode } = await catalog('refresh --yes');
    expect(exitCode).toBe(5);
    expect(stderr).toContain(message);
    expect(await files()).toEqual(shipped);
  });

  test('lists a size that is sold by contract as unknown, never as free', async () => {
    server.sizes = [...listed, apiSize({ slug: 'gpu-x-contracted', price_monthly: 0 })];
    expect((await catalog('refresh --yes')).exitCode).toBe(0);
    const catalogue = await readCatalogue(root, 'digitalocean');
    expect(catalogue.find('digitalocean', 'droplet/gpu-x-contracted')).toMatchObject({
      price: null,
      confidence: 'none',
    });
  });

  test.each([
    [{ DIGITALOCEAN_TOKEN: '' }, 6, 'no DigitalOcean token'],
    [{ DIGITALOCEAN_TOKEN: 'dop_v1_other' }, 6, 'refuses the token'],
    [{ DIGITALOCEAN_API_URL: 'http://prices.example.com' }, 2, 'an https address'],
  ])('%o exits %i', async (env, code, message) => {
    const { stdout, stderr, exitCode } = await catalog('refresh --yes', env);
    expect(exitCode).toBe(code);
    expect(stderr).toContain(message);
    expect(stdout + stderr).not.toContain('dop_v1');
    expect(await files()).toEqual(shipped);
  });
});

describe('verify', () => {
  const path = () => join(root, 'catalog/digitalocean/2026-11-20.json');
  const edit = async (change: (text: string) => string): Promise<void> =>
    writeFile(path(), change(await readFile(path(), 'utf8')));

  test('the shipped catalogue is well-formed: nothing but age and gaps', async () => {
    const { exitCode, stdout } = await catalog('verify --max-price-age 3650d --json');
    expect(exitCode).toBe(0);
    const { findings } = dataOf({ stdout }) as { findings: { severity: string }[] };
    expect(new Set(findings.map(({ severity }) => severity))).toEqual(new Set(['note']));
  });

  test('old prices exit 3 with their day and their age', async () => {
    const { stdout, exitCode } = await catalog('verify', {}, '2026-11-20');
    expect(exitCode).toBe(3);
    expect(stdout).toContain('182 prices are 91 days old (as of 2026-08-21, limit 90): droplet/c-16');
  });

  test('a broken row exits 2 with file, line, row, field and what is accepted', async () => {
    await edit((text) => text.replace('"price":"437.00"', '"price":437'));
    const { stdout, exitCode } = await catalog('verify');
    expect(exitCode).toBe(2);
    expect(stdout).toContain('catalog/digitalocean/2026-11-20.json:7: droplet/c-16-intel: price: ');
    const refused = await catalog('refresh --yes');
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toContain('2026-11-20.json:7: droplet/c-16-intel: price: ');
    expect(refused.stderr).toContain('found 437');
  });

  test('what is no JSON, twice there or in another’s folder exits 2', async () => {
    await edit((text) => text.replace('"rows": [\n', (start) => `${start}${text.split('\n')[5]}\n`));
    await mkdir(join(root, 'catalog/acme'));
    await cp(join(root, 'catalog/vultr/2026-11-20.json'), join(root, 'catalog/acme/2026-11-20.json'));
    await writeFile(join(root, 'catalog/daily/2026-11-20.json'), '{"schema": ');
    const { stdout, exitCode } = await catalog('verify');
    expect(exitCode).toBe(2);
    expect(stdout).toContain(
      'catalog/digitalocean/2026-11-20.json:7: droplet/c-16 stands here again (first: line 6)',
    );
    expect(stdout).toContain('catalog/acme/2026-11-20.json: provider: "vultr" lies in the folder of acme');
    expect(stdout).toContain('catalog/daily/2026-11-20.json: is no JSON');
  });

  /** The row of an id with other fields, as the file would hold it. */
  const editRow = (id: string, differing: object): Promise<void> =>
    edit((text) => {
      const file = JSON.parse(text) as { rows: { id: string }[] };
      const rows = file.rows.map((row) => (row.id === id ? { ...row, ...differing } : row));
      return JSON.stringify({ ...file, rows }, null, 1);
    });
  const cost = () =>
    runCli('cost', { projectRoot: root, cwd: root, now: () => Date.parse('2026-11-21T12:00:00Z') });

  test.each([
    ['egress/droplet', { per: 'parsec' }, 'per: accepted for egress: GB, GiB, TB or TiB; found "parsec"'],
    ['droplet/c-16', { price: '0' }, 'price: accepted for node: above 0, or null'],
    ['droplet/c-16', { attributes: { vcpus: 0 } }, 'attributes.vcpus: accepted: a number above 0'],
    ['droplet/c-16', { attributes: { networkGbps: -10 } }, 'attributes.networkGbps: accepted: '],
    ['droplet/c-16', { price: null }, 'price: accepted: a decimal number as a string, tiers, or null'],
  ])('%s with %o: verify and cost exit 2 and name the row', async (id, differing, message) => {
    await editRow(id, differing);
    const verified = await catalog('verify');
    expect(verified.exitCode).toBe(2);
    expect(verified.stdout).toContain(`${id}: ${message}`);
    const { stderr, exitCode } = await cost();
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/catalog\/digitalocean\/2026-11-20\.json:\d+: /);
    expect(stderr).toContain(`${id}: ${message}`);
  });

  test('a row that is there twice stops a bill as well', async () => {
    await edit((text) => text.replace('"rows": [\n', (start) => `${start}${text.split('\n')[5]}\n`));
    const { stderr, exitCode } = await cost();
    expect(exitCode).toBe(2);
    expect(stderr).toContain('2026-11-20.json:7: droplet/c-16 stands here again (first: line 6)');
  });

  test('a price of a day that has not come is told by verify and by the bill', async () => {
    await editRow('egress/droplet', { asOf: '2030-01-01' });
    const { stdout, exitCode } = await catalog('verify', {}, '2026-11-21');
    expect(exitCode).toBe(3);
    expect(stdout).toContain('the price is dated after today (2026-11-21)');
    expect((await cost()).stderr).toContain('egress/droplet: its price is dated 2030-01-01, after today');
  });

  test.each(['90', '0d', '-1d', '9999d', 'soon'])('--max-price-age %s is refused', async (age) => {
    const { stderr, exitCode } = await catalog(`verify --max-price-age=${age}`);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('accepted: days such as 90d, from 1d to 3650d');
  });
});

describe('diff', () => {
  test('compares two days, or two files', async () => {
    server.sizes = repriced('c-16', 352.8);
    await catalog('refresh --yes');
    const byDay = await catalog(`diff 2026-11-20 ${today}`);
    expect(byDay.stdout).toContain('price 336.00 → 352.80');
    const byFile = await catalog(
      `diff catalog/digitalocean/2026-11-20.json catalog/digitalocean/${today}.json --json`,
    );
    expect(dataOf(byFile)).toMatchObject({ diff: { added: [], removed: [] } });
  });

  test('a day without a list exits 2 and says which there are', async () => {
    const { stderr, exitCode } = await catalog('diff 2026-01-01 2026-11-20');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('digitalocean has no prices of 2026-01-01; accepted: 2026-11-20, or a file');
    expect((await catalog('diff nowhere.json 2026-11-20')).stderr).toContain(
      'nowhere.json cannot be read: there is no such file',
    );
    expect((await catalog('diff 2026-11-20 2026-11-20 --provider acme')).stderr).toContain(
      'accepted: 100ms, ',
    );
  });
});
