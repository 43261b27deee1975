/**
 * A gradual rollout judged by a real Prometheus: two versions of a small HTTP server behind a gateway that gives each its
 * share and counts under Traefik's names. A good version gets everything, one that is slow and one that errs are taken back.
 */
import type { RequestListener } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { silentProgress } from '../../src/adapters/terminal.ts';
import {
  canaryQueries,
  type QuerySample,
  readingOf,
  traefikNames,
} from '../../src/deployment/kubernetes/canary-queries.ts';
import { type RolloutOutcome, rollOutGradually } from '../../src/deployment/kubernetes/roll-out-gradually.ts';
import { type RunningPrometheus, startPrometheus } from '../support/start-prometheus.ts';
import { type Gateway, startGateway, versions } from '../support/weighted-gateway.ts';

const names = traefikNames('gomeet', ['api-meeting'], 8080);
const slow = { tags: ['slow'] };

let prometheus: RunningPrometheus;
let gateway: Gateway;

beforeAll(async () => {
  gateway = await startGateway(names);
  prometheus = await startPrometheus(`127.0.0.1:${gateway.port}`);
});

afterAll(async () => {
  await prometheus?.[Symbol.asyncDispose]();
  await gateway?.[Symbol.asyncDispose]();
});

test('a version as good as the old one gets all requests', slow, async () => {
  const { outcome, shares, promoted } = await rollOut(versions.good);
  expect(outcome).toMatchObject({ state: 'promoted' });
  expect(outcome.steps.map(({ percent, judgement }) => [percent, judgement.status])).toEqual([
    [25, 'PASS'],
    [100, 'PASS'],
  ]);
  expect(shares).toEqual([25, 100, 0]);
  expect(promoted).toBe(1);
});

test('a slow version is taken back, with both p95', slow, async () => {
  const { outcome, shares, promoted } = await rollOut(versions.slow);
  expect(outcome.state).toBe('taken-back');
  expect(outcome.reason).toMatch(/^at 25 %: p95 \d+ ms, stable \d+ ms; \d+ of \d+ requests took over/);
  expect(shares).toEqual([25, 0]);
  expect(promoted).toBe(0);
});

test('a version that errs is taken back, with its errors', slow, async () => {
  const { outcome, shares } = await rollOut(versions.erring);
  expect(outcome.state).toBe('taken-back');
  expect(outcome.reason).toMatch(
    /^at 25 %: \d+ errors in \d+ requests, stable 0 in \d+; at most 1 % allowed$/,
  );
  expect(shares).toEqual([25, 0]);
});

test('where nobody comes it stays undecided, and is taken back', slow, async () => {
  const { outcome, shares } = await rollOut(versions.good, { requestsPerSecond: 0, atMostMs: 3000 });
  expect(outcome.state).toBe('undecided');
  expect(outcome.reason).toMatch(/^at 25 %: no requests yet/);
  expect(shares).toEqual([25, 0]);
});

test('interrupted, it is taken back', slow, async () => {
  const interrupt = new AbortController();
  const { outcome, shares } = await rollOut(versions.good, {
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
  await using _crowd = gateway.startCrowd(requestsPerSecond);
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
}

async function query(expression: string): Promise<readonly QuerySample[]> {
  const { address, port } = prometheus;
  const url = `http://${address}:${port}/api/v1/query?${new URLSearchParams({ query: expression })}`;
  const { data } = (await (await fetch(url)).json()) as { data: { result: QuerySample[] } };
  return data.result;
}
