/** The web app as Vite builds it: its weight, what it loads from where, and how the API serves it. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import errorsPlugin from '../../src/platform/api/plugins/errors.ts';
import webPlugin from '../../src/platform/api/plugins/web.ts';
import { testConfig } from './support/platform.ts';

interface Chunk {
  readonly file: string;
  readonly src?: string;
  readonly imports?: readonly string[];
  readonly dynamicImports?: readonly string[];
}

/** What the meeting page fetches while somebody is on the way in: the media library and all that needs it. */
const mediaLibrary = 'meeting/media/media-room.ts';
const mediaCode = ['meeting/meeting.ts', mediaLibrary];
const kilobyte = 1000;
let root: string;
let manifest: Readonly<Record<string, Chunk>>;

async function build(base: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'gomeet-web-'));
  const configuration = 'src/platform/web/vite.config.ts';
  const options = ['--config', configuration, '--outDir', folder, '--manifest', '--logLevel', 'error'];
  await promisify(execFile)(process.execPath, ['node_modules/vite/bin/vite.js', 'build', ...options], {
    env: { ...process.env, NODE_ENV: 'production', GOMEET_WEB_BASE: base },
  });
  return folder;
}

beforeAll(async () => {
  root = await build('/');
  manifest = JSON.parse(readFileSync(join(root, '.vite', 'manifest.json'), 'utf8'));
}, 180_000);
afterAll(() => rmSync(root, { recursive: true, force: true }));

const gzippedBytes = (file: string): number => gzipSync(readFileSync(join(root, file)), { level: 9 }).length;

/** Every chunk that a page may come to need, without what only the pages in `without` need. */
function reachable(from: string, without: readonly string[] = [], seen = new Set<string>()): Set<string> {
  const chunk = manifest[from];
  if (chunk === undefined || seen.has(from) || without.includes(from)) return seen;
  seen.add(from);
  for (const next of [...(chunk.imports ?? []), ...(chunk.dynamicImports ?? [])])
    reachable(next, without, seen);
  return seen;
}

describe('weight', () => {
  test('all JavaScript before the meeting page’s media code has at most 200 KB gzipped', () => {
    const chunks = [...reachable('index.html', mediaCode)].map((name) => manifest[name]?.file ?? '');
    expect(chunks.length).toBeGreaterThan(10);
    const bytes = chunks
      .filter((file) => file.endsWith('.js'))
      .reduce((sum, file) => sum + gzippedBytes(file), 0);
    expect(bytes).toBeLessThanOrEqual(200 * kilobyte);
  });

  test('the media library is fetched only by those who go into a meeting', () => {
    const before = [...reachable('index.html', mediaCode)].map((name) => manifest[name]?.file ?? '');
    const hasLibrary = (file: string): boolean =>
      readFileSync(join(root, file), 'utf8').includes('RTCPeerConnection');
    expect(before.filter(hasLibrary)).toEqual([]);
    expect(hasLibrary(manifest[mediaLibrary]?.file ?? '')).toBe(true);
  });

  test('each text file lies there compressed as well, and whole', () => {
    const folder = join(root, 'assets');
    const compressed = readdirSync(folder).filter((name) => name.endsWith('.br'));
    expect(compressed.length).toBeGreaterThan(5);
    for (const name of compressed) {
      const plain = readFileSync(join(folder, name.slice(0, -3)));
      expect(brotliDecompressSync(readFileSync(join(folder, name)))).toEqual(plain);
      expect(gunzipSync(readFileSync(join(folder, `${name.slice(0, -3)}.gz`)))).toEqual(plain);
    }
  });
});

describe('what it loads', () => {
  test('the page holds no script and no style of its own, which the policy would refuse', () => {
    const page = readFileSync(join(root, 'index.html'), 'utf8');
    expect(page).not.toMatch(/<style|\sstyle=|\son\w+=/);
    expect(
      [...page.matchAll(/<script([^>]*)>/g)].every(([, attributes]) => attributes?.includes('src=')),
    ).toBe(true);
  });

  test('a build for a CDN names its address for every asset', { tags: ['slow'] }, async () => {
    const folder = await build('https://cdn.example.org/meet/');
    try {
      const page = readFileSync(join(folder, 'index.html'), 'utf8');
      const addresses = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address);
      expect(addresses.length).toBeGreaterThan(1);
      for (const address of addresses) expect(address).toMatch(/^https:\/\/cdn\.example\.org\/meet\//);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('served by the API', () => {
  let app: FastifyInstance;
  beforeAll(async () => {
    app = await serve(root);
  });
  afterAll(() => app.close());
  const asPage = { accept: 'text/html,application/xhtml+xml' };

  test.each(['/', '/rooms/abc', '/nowhere'])('%s is the page, asked for anew each time', async (url) => {
    const answer = await app.inject({ url, headers: asPage });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['cache-control']).toBe('no-cache');
    expect(answer.headers['content-security-policy']).toContain("script-src 'self'");
    expect(answer.headers['permissions-policy']).toContain('camera=(self)');
  });

  test('assets stay in caches for a year and come compressed', async () => {
    const url = `/${manifest['index.html']?.file}`;
    const answer = await app.inject({ url, headers: { 'accept-encoding': 'gzip, br' } });
    expect(answer.headers['content-encoding']).toBe('br');
    expect(answer.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(brotliDecompressSync(answer.rawPayload)).toEqual(readFileSync(join(root, url)));
    const plain = await app.inject({ url });
    expect(plain.headers['content-encoding']).toBeUndefined();
  });

  test.each([
    ['/api/v1/nowhere', asPage],
    ['/nowhere', { accept: 'application/json' }],
    ['/assets/nowhere.js', asPage],
    ['/assets/..%2f..%2f..%2fetc%2fpasswd', {}],
    ['/assets/../../../../etc/passwd', {}],
    ['/.vite/manifest.json', {}],
  ])('%s with %o is a problem', async (url, headers) => {
    const answer = await app.inject({ url, headers });
    expect(answer.statusCode).toBe(404);
    expect(answer.json()).toMatchObject({ type: '/problems/not-found' });
  });

  test('without a build the address says how to get one', async () => {
    await using bare = await serve(undefined);
    const answer = await bare.inject({ url: '/', headers: asPage });
    expect(answer.statusCode).toBe(404);
    expect(answer.json().detail).toContain('gomeet setup');
  });

  test('a folder without a build is refused before anything is served', async () => {
    await expect(serve(tmpdir())).rejects.toThrow('GOMEET_WEB_ROOT');
  });
});

/** Only what serves pages, without the services that the rest of the API needs. */
async function serve(folder: string | undefined): Promise<FastifyInstance> {
  const app = Fastify();
  await app.register(errorsPlugin);
  const database = { url: '', poolSize: 1, shardUrls: [] };
  const services = { database, redisUrl: '', accessTokenPrivateKey: '' };
  await app.register(webPlugin, {
    config: { ...testConfig, ...services, web: { ...testConfig.web, root: folder } },
  });
  return app;
}
