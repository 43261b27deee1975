/** The real do-wrapper against a server on this machine: pages, retries, refusals, and that no error tells the token. */
import { existsSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  apiSize,
  type DigitalOceanServer,
  startDigitalOceanServer,
} from '../../tests/support/digitalocean-server.ts';
import { connectDigitalOcean, openDigitalOcean } from './digitalocean.ts';

const token = 'dop_v1_secret';
let server: DigitalOceanServer;
beforeEach(async () => {
  server = await startDigitalOceanServer(token);
  server.sizes = [apiSize()];
});
afterEach(() => server.close());

const sizesBy = (given: string) =>
  connectDigitalOcean({ token: given, url: server.url, retryDelayMs: 1 }).listSizes();

describe('the list of sizes', () => {
  test('comes in units that say what they are', async () => {
    server.sizes = [apiSize({ transfer: 0.5, price_monthly: 605.44, price_hourly: 0.00743999984115362 })];
    expect(await sizesBy(token)).toEqual([
      {
        slug: 'c-16-intel',
        description: 'CPU-Optimized (Premium Intel)',
        vcpus: 16,
        memoryMiB: 32_768,
        diskGB: 200,
        transferGiB: 500,
        monthlyPrice: '605.44',
        hourlyPrice: '0.00744',
        regions: ['fra1', 'sgp1'],
        isAvailable: true,
      },
    ]);
  });

  test('is read page by page until all are there', async () => {
    server.sizes = Array.from({ length: 450 }, (_, i) => apiSize({ slug: `c-${i}` }));
    expect(new Set((await sizesBy(token)).map(({ slug }) => slug)).size).toBe(450);
    expect(server.requests).toEqual([1, 2, 3].map((page) => `/v2/sizes?per_page=200&page=${page}`));
  });

  test('is asked for again after 429, 500 and 503', async () => {
    server.interruptions = [
      { status: 429, headers: { 'retry-after': '0' } },
      { status: 500 },
      { status: 503 },
    ];
    expect(await sizesBy(token)).toHaveLength(1);
    expect(server.requests).toHaveLength(4);
  });
});

describe('what goes wrong says what to do', () => {
  test('a token that is refused is not tried again, and not told', async () => {
    const refused = await sizesBy('dop_v1_other').catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'digitalocean-token-refused', exitCode: 6 });
    expect(JSON.stringify(refused, Object.getOwnPropertyNames(refused))).not.toContain('dop_v1_other');
    expect(server.requests).toHaveLength(1);
  });

  test('a rate limit that stays names when it ends', async () => {
    const limited = { status: 429, headers: { 'ratelimit-reset': '1795262400' } };
    server.interruptions = [limited, limited, limited, limited];
    await expect(sizesBy(token)).rejects.toThrow('rate limit is used up; it comes free at 2026-11-21T');
  });

  test('a wait that is too long to sit through is told at once', async () => {
    server.interruptions = [{ status: 429, headers: { 'retry-after': '3600' } }];
    await expect(sizesBy(token)).rejects.toMatchObject({ code: 'digitalocean-rate-limit', exitCode: 8 });
    expect(server.requests).toHaveLength(1);
  });

  test('a server that only fails is given up after three retries', async () => {
    server.interruptions = Array.from({ length: 9 }, () => ({ status: 502 }));
    await expect(sizesBy(token)).rejects.toThrow('DigitalOcean answers HTTP 502');
    expect(server.requests).toHaveLength(4);
  });

  test.each([
    ['no JSON', '<html>', 'is no JSON'],
    [
      'a price that is text',
      JSON.stringify({ sizes: [{ ...apiSize(), price_monthly: '437' }], meta: { total: 1 } }),
      'sizes.0.price_monthly',
    ],
    ['no list', '{}', 'page 1'],
  ])('%s is no list of sizes', async (_what, body, message) => {
    server.interruptions = [{ status: 200, body }];
    await expect(sizesBy(token)).rejects.toMatchObject({
      exitCode: 5,
      message: expect.stringContaining(message),
    });
  });

  test('a redirect is not followed: it would take the token elsewhere', async () => {
    server.interruptions = [{ status: 302, headers: { location: `${server.url}/elsewhere` } }];
    await expect(sizesBy(token)).rejects.toMatchObject({ exitCode: 5, code: 'digitalocean-answer' });
    expect(server.requests).toHaveLength(1);
  });

  test('an address without encryption is refused, unless it is this machine', () => {
    expect(() => connectDigitalOcean({ token, url: 'http://prices.example.com' })).toThrow(
      'an https address',
    );
    expect(() => connectDigitalOcean({ token, url: 'nonsense' })).toThrow('an https address');
  });

  test('nobody listens', async () => {
    const gone = server.url;
    await server.close();
    server = await startDigitalOceanServer(token);
    const { listSizes } = connectDigitalOcean({ token, url: gone, retryDelayMs: 1 });
    await expect(listSizes()).rejects.toMatchObject({ code: 'digitalocean-unreachable', exitCode: 6 });
  });

  test.each([
    [{}, undefined, 'DIGITALOCEAN_TOKEN is not set'],
    [{ DIGITALOCEAN_TOKEN: ' ' }, undefined, 'DIGITALOCEAN_TOKEN is not set'],
    [{ DIGITALOCEAN_TOKEN: 'two words' }, undefined, 'holds more than a token'],
    [{}, '/nowhere/token', '/nowhere/token cannot be read (ENOENT)'],
  ])('no token: %o %s', async (env, file, message) => {
    await expect(
      openDigitalOcean({ env, cwd: '/', signal: AbortSignal.abort() }, file),
    ).rejects.toMatchObject({
      exitCode: 6,
      message: expect.stringContaining(message),
    });
  });
});

const description = new URL('../../../shared/data/do-openapi.json', import.meta.url);

test.skipIf(!existsSync(description))(
  'our server’s sizes are those of the official description (skipped: no ../shared)',
  () => {
    const { components } = JSON.parse(readFileSync(description, 'utf8')) as {
      components: { schemas: { size: { required: string[]; properties: Record<string, { type: string }> } } };
    };
    const { required, properties } = components.schemas.size;
    const size: Record<string, unknown> = { ...apiSize() };
    expect(Object.keys(size).sort()).toEqual([...required].sort());
    const typeOf = (value: unknown): string =>
      Array.isArray(value) ? 'array' : Number.isInteger(value) ? 'integer' : typeof value;
    for (const name of required) {
      const described = properties[name]?.type ?? '';
      expect(described === 'number' ? ['integer', 'number'] : [described], name).toContain(
        typeOf(size[name]),
      );
    }
  },
);
