import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadConfig } from '../../src/adapters/config-file.ts';
import { connectDigitalOcean } from '../../src/adapters/digitalocean.ts';
import { silentProgress } from '../../src/adapters/terminal.ts';
import type { Context } from '../../src/context.ts';
import type { ApplyOptions } from '../../src/deployment/digitalocean/apply-cloud.ts';
import type { CloudRequest } from '../../src/deployment/digitalocean/prepare-cloud.ts';
import { type DigitalOceanDouble, startDigitalOceanDouble } from './digitalocean-double.ts';
import { hasDescription, type Prism, startPrism } from './prism.ts';

export const TOKEN = 'dop_v1_secret';
/** The double becomes ready after looks, not after time: there is nothing to wait for between them. */
export const SOON: ApplyOptions = { pollMs: 1, timeoutMs: 20_000 };

const projectRoot = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

type World = Pick<
  Context,
  'cwd' | 'projectRoot' | 'config' | 'now' | 'digitalOcean' | 'progress' | 'signal' | 'monotonic'
>;

export interface CloudWorld {
  readonly double: DigitalOceanDouble;
  /** Where gomeet is told that the API is: Prism before the double, or the double alone where the description is missing. */
  readonly url: string;
  /** Null: there is no description to hold the requests to. */
  readonly prism: Prism | null;
  /** A world in a folder of its own. */
  context(settings?: { timeoutMs?: number; signal?: AbortSignal }): World;
  /** An empty account and an empty folder. */
  reset(): Promise<void>;
  close(): Promise<void>;
  readonly cwd: string;
}

export async function startCloudWorld(): Promise<CloudWorld> {
  const double = await startDigitalOceanDouble(TOKEN);
  const prism = hasDescription ? await startPrism(double.url) : null;
  const url = prism?.url ?? double.url;
  let cwd = await newFolder();
  return {
    double,
    url,
    prism,
    get cwd() {
      return cwd;
    },
    context: ({ timeoutMs = 5000, signal = new AbortController().signal } = {}) => ({
      cwd,
      projectRoot,
      now: Date.now,
      monotonic: () => performance.now(),
      signal,
      progress: silentProgress,
      config: () => loadConfig(cwd, {}),
      digitalOcean: async () =>
        connectDigitalOcean({
          token: TOKEN,
          url,
          spacesUrl: double.url,
          retryDelayMs: 1,
          timeoutMs,
          signal,
        }),
    }),
    async reset() {
      double.reset();
      await rm(cwd, { recursive: true, force: true });
      cwd = await newFolder();
    },
    async close() {
      await prism?.close();
      await double.close();
      await rm(cwd, { recursive: true, force: true });
    },
  };
}

/** A folder with a small event, of 10 machines: what Prism has to check grows with every one of them. */
async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gomeet-cloud-'));
  const event = 'event:\n  name: small\n  meetings: [{ count: 4, participants: 100 }]\n';
  await writeFile(join(folder, 'gomeet.yaml'), event);
  return folder;
}

/** What `gomeet cloud` asks for without a flag. */
export const request = (differing: Partial<CloudRequest> = {}): CloudRequest => ({
  file: undefined,
  name: 'gomeet',
  region: undefined,
  domain: undefined,
  hasRegistry: true,
  keepsData: false,
  renewsStorageKey: false,
  ...differing,
});
