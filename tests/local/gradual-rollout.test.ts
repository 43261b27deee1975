/**
 * A gradual rollout judged by a real Prometheus: two versions of a small HTTP server behind a gateway that gives each its
 * share and counts under Traefik's names. A good version gets everything, one that is slow and one that errs are taken back.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Counter, Histogram, Registry } from 'prom-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { silentProgress } from '../../src/adapters/terminal.ts';
import {
  canaryQueries,
  type QuerySample,
  readingOf,
  traefikNames,
} from '../../src/deployment/kubernetes/canary-queries.ts';
import { type RolloutOutcome, rollOutGradually } from '../../src/deployment/kubernetes/roll-out-gradually.ts';
import { until } from './local-gomeet.ts';

const names = traefikNames('gomeet', ['api-meeting'], 8080);
/** What a request takes in either version; enough to stand out from a busy machine's own delays. */
const equalMs = 60;
const slow = { tags: ['slow'] };

let folder: string;
let prometheus: ChildProcess;
let prometheusUrl: string;
let gateway: Gateway;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gomeet-canary-'));
  gateway = await startGateway();
  const port = await freePort();
  prometheusUrl = `http://127.0.0.1:${port}`;
  const targets = [`127.0.0.1:${gateway.port}`];
  const config = {
    global: { scrape_interval: '1s' },
    scrape_configs: [{ job_name: 'traefik', static_configs: [{ targets }] }],
  };
  // JSON is YAML too.
  writeFileSync(join(folder, 'prometheus.yml'), JSON.stringify(config));
  prometheus = spawn(
    'prometheus',
    [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    { stdio: 'ignore' },
  );
  await until('Prometheus answers', () =>
    fetch(`${prometheusUrl}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    ),
  );
});

afterAll(async () => {
  await gateway?.stop();
  if (prometheus?.exitCode === null) {
    const gone = new Promise((resolve) => prometheus.once('exit', resolve));
    prometheus.kill();
    await gone;
  }
  rmSync(folder, { recursive: true, force: true });
});

test('a version as good as the old one gets all requests', slow, async () => {
  const { outcome, shares, promoted } = await rollOut(answer(200, equalMs));
  expect(outcome).toMatchObject({ state: 'promoted' });
  expect(outcome.steps.map(({ percent, judgement }) => [percent, judgement.status])).toEqual([
    [25, 'PASS'],
    [100, 'PASS'],
  ]);
  expect(shares).toEqual([25, 100, 0]);
  expect(promoted).toBe(1);
});

test('a slow version is taken back, with both p95', slow, async () => {
  const { outcome, shares, promoted } = await rollOut(answer(200, 400));
  expect(outcome.state).toBe('taken-back');
  expect(outcome.reason).toMatch(/^at 25 %: p95 \d+ ms, stable \d+ ms; \d+ of \d+ requests took over/);
  expect(shares).toEqual([25, 0]);
  expect(promoted).toBe(0);
});

test('a version that errs is taken back, with its errors', slow, async () => {
  let count = 0;
  const erring: RequestListener = (_request, response) => {
    count += 1;
    response.writeHead(count % 5 === 0 ? 500 : 200).end();
  };
  const { outcome, shares } = await rollOut(erring);
  expect(outcome.state).toBe('taken-back');
  expect(outcome.reason).toMatch(
    /^at 25 %: \d+ errors in \d+ requests, stable 0 in \d+; at most 1 % allowed$/,
  );
  expect(shares).toEqual([25, 0]);
});

test('where nobody comes it stays undecided, and is taken back', slow, async () => {
  const { outcome, shares } = await rollOut(answer(200, equalMs), { requestsPerSecond: 0, atMostMs: 3000 });
  expect(outcome.state).toBe('undecided');
  expect(outcome.reason).toMatch(/^at 25 %: no requests yet/);
  expect(shares).toEqual([25, 0]);
});

test('interrupted, it is taken back', slow, async () => {
  const interrupt = new AbortController();
  const { outcome, shares } = await rollOut(answer(200, equalMs), {
    onShare: () => interrupt.abort(),
    signal: interrupt.signal,
  });
  expect(outcome.state).toBe('interrupted');
  expect(shares).toEqual([25, 0]);
});

interface Conditions {
  readonly requestsPerSecond?: number;
  readonly atMostMs?: number;
  readonly signal?: AbortSignal;
  onShare?(): void;
}

/** Steps of 25 and 100 %, a few seconds each: Prometheus reads every second. */
async function rollOut(
  canary: RequestListener,
  {
    requestsPerSecond = 300,
    atMostMs = 30_000,
    signal = new AbortController().signal,
    onShare,
  }: Conditions = {},
): Promise<{ outcome: RolloutOutcome; shares: number[]; promoted: number }> {
  const shares: number[] = [];
  let promoted = 0;
  gateway.setCanary(canary);
  const crowd = startCrowd(requestsPerSecond);
  try {
    const outcome = await rollOutGradually(
      { monotonic: () => performance.now(), progress: silentProgress, signal },
      {
        async setShare(percent) {
          shares.push(percent);
          gateway.setShare(percent);
          onShare?.();
        },
        async read(spanSeconds) {
          const answers = await Promise.all(canaryQueries(names, spanSeconds).map(query));
          return { canary: readingOf(names.canary, answers), stable: readingOf(names.stable, answers) };
        },
        async promote() {
          promoted += 1;
        },
      },
      { steps: [25, 100], holdMs: 4000, atMostMs, lookEveryMs: 500 },
    );
    return { outcome, shares, promoted };
  } finally {
    await crowd.stop();
  }
}

async function query(expression: string): Promise<readonly QuerySample[]> {
  const address = `${prometheusUrl}/api/v1/query?${new URLSearchParams({ query: expression })}`;
  const { data } = (await (await fetch(address)).json()) as { data: { result: QuerySample[] } };
  return data.result;
}

/** Requests at a rate, whatever becomes of those before. */
function startCrowd(perSecond: number): { stop(): Promise<void> } {
  let isOver = false;
  const walk = async (): Promise<void> => {
    while (!isOver) {
      const requests = Array.from({ length: perSecond / 10 }, () =>
        fetch(`http://127.0.0.1:${gateway.port}/api`),
      );
      await Promise.all([...requests, delay(100)]);
    }
  };
  const walking = walk();
  return {
    async stop() {
      isOver = true;
      await walking;
    },
  };
}

interface Gateway {
  readonly port: number;
  setCanary(listener: RequestListener): void;
  setShare(percent: number): void;
  stop(): Promise<void>;
}

async function startGateway(): Promise<Gateway> {
  const registers = [new Registry()];
  const requests = new Counter({
    name: 'traefik_service_requests_total',
    help: 'requests',
    labelNames: ['service', 'code', 'protocol'],
    registers,
  });
  const durations = new Histogram({
    name: 'traefik_service_request_duration_seconds',
    help: 'durations',
    labelNames: ['service', 'code', 'protocol'],
    buckets: [0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5],
    registers,
  });
  let [share, turn] = [0, 0];
  const stable = await listening(answer(200, equalMs));
  let canary: RequestListener = answer(200, equalMs);
  const canaryServer = await listening((request, response) => canary(request, response));
  const server = await listening(async (request, response) => {
    if (request.url === '/metrics') {
      response.end(await registers[0]?.metrics());
      return;
    }
    turn += 1;
    const isCanary = turn % 100 < share;
    const [service = ''] = isCanary ? names.canary : names.stable;
    const startedAt = performance.now();
    const { status } = await fetch(`http://127.0.0.1:${portOf(isCanary ? canaryServer : stable)}/`);
    const labels = { service, code: String(status), protocol: 'http' };
    requests.inc(labels);
    durations.observe(labels, (performance.now() - startedAt) / 1000);
    response.writeHead(status).end();
  });
  const servers = [server, stable, canaryServer];
  return {
    port: portOf(server),
    setCanary(listener) {
      canary = listener;
    },
    setShare(percent) {
      share = percent;
    },
    async stop() {
      for (const each of servers) {
        each.closeAllConnections();
        await new Promise((resolve) => each.close(resolve));
      }
    },
  };
}

function answer(status: number, afterMs: number): RequestListener {
  return async (_request, response) => {
    await delay(afterMs);
    response.writeHead(status).end();
  };
}

function listening(listener: RequestListener): Promise<Server> {
  const server = createServer(listener);
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

async function freePort(): Promise<number> {
  const server = await listening(() => undefined);
  const port = portOf(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}
