/**
 * Coordinated omission: the API stands still for one second at 1,000 requests a second. What the run reports must be the
 * truth that follows from the schedule and the stall; a client that waits for each answer before it asks again sees
 * almost nothing of it.
 */
import { readFile } from 'node:fs/promises';
import { Agent, get } from 'node:http';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Histogram } from '../../src/results/histogram.ts';
import { type Run, RunSchema } from '../../src/results/run.ts';
import { type LocalGomeet, localGomeet, outcomeOf, until } from './local-gomeet.ts';

const requestsPerSecond = 1000;
const holdSeconds = 8;
const stallMs = 1000;
const errorMax = 0.05;

let gomeet: LocalGomeet;
beforeAll(async () => {
  gomeet = localGomeet();
  const deployed = await gomeet.run('deploy');
  expect(deployed.exitCode, deployed.stderr).toBe(0);
}, 60_000);
afterAll(() => gomeet[Symbol.asyncDispose]());

test('the reported p99 is the truth of the schedule, where a closed loop is far from it', {
  tags: ['slow'],
}, async () => {
  let stalled = await stalledRun();
  // A run whose gates failed was spoiled by what else this machine did, and says so itself: where it is wrong, it is taken
  // again. One that is wrong and believes itself fails at once.
  for (let again = 0; again < 2 && !isBelieved(stalled) && !isRight(stalled); again++)
    stalled = await stalledRun();
  const { run, naiveMs, reportedP99Ms, trueP99Ms } = stalled;

  expect(run.counts).toMatchObject({ droppedIterations: 0, journeysFailed: 0 });
  expect(run.kpis.find(({ id }) => id === 'api-response-time-p95')?.samples).toBe(
    requestsPerSecond * holdSeconds,
  );
  expect(trueP99Ms, 'the API must have stood still, or nothing would be proven').toBeGreaterThan(
    0.9 * stallMs,
  );
  expect(
    errorOf(stalled),
    `reported ${reportedP99Ms}, true ${trueP99Ms}; ${run.verdict.summary}`,
  ).toBeLessThan(errorMax);
  const naiveP99Ms = percentile(naiveMs, 0.99);
  expect(naiveP99Ms, 'the closed loop must miss it, or this test could not tell').toBeLessThan(trueP99Ms / 2);
});

interface StalledRun {
  readonly run: Run;
  readonly naiveMs: readonly number[];
  readonly reportedP99Ms: number;
  readonly trueP99Ms: number;
}

const errorOf = ({ reportedP99Ms, trueP99Ms }: StalledRun): number => Math.abs(reportedP99Ms / trueP99Ms - 1);
const isRight = (stalled: StalledRun): boolean =>
  errorOf(stalled) < errorMax && stalled.run.counts.droppedIterations === 0;
const isBelieved = ({ run }: StalledRun): boolean => run.gates.every(({ passed }) => passed);

/** Runs the load, with the API standing still in the middle of the hold. */
async function stalledRun(): Promise<StalledRun> {
  const workers = await Promise.all([gomeet.processIdOf('api-1'), gomeet.processIdOf('api-2')]);
  const url = await apiUrl();
  const child = gomeet.start(
    ...['loadtest', 'api', '--journeys', 'liveness', '--rate', String(requestsPerSecond)],
    ...['--duration', `${holdSeconds}s`, '--json'],
  );
  let progress = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    progress += chunk;
  });
  const ended = outcomeOf(child);
  await until('the hold', () => progress.includes('Holding'));
  const naive = closedLoop(url);
  const witness = await openWitness(url);
  // By then every user has a connection: 3,000 users at 1,000 a second.
  await until('the middle of the hold', () => progress.includes(`Holding ${holdSeconds / 2}/`));
  const stall = await standStill(workers, witness);
  const { stdout } = await ended;
  const naiveMs = await naive.stop();
  const { data } = JSON.parse(stdout) as { data: { runDirectory: string } };
  const run = RunSchema.parse(JSON.parse(await readFile(join(data.runDirectory, 'run.json'), 'utf8')));
  return {
    run,
    naiveMs,
    reportedP99Ms: quantileMs(run.histograms.apiRequestUs, 0.99),
    trueP99Ms: percentile(waits(stall), 0.99),
  };
}

/** A standstill as a witness saw it: what a request waited that was sent so long after its beginning, in ms. */
interface Stall {
  readonly lengthMs: number;
  readonly seen: readonly { readonly sentMs: number; readonly waitMs: number }[];
}

/** Stops the processes, and lets the witness ask all the while. */
async function standStill(processIds: readonly number[], witness: Witness): Promise<Stall> {
  const from = performance.now();
  for (const id of processIds) process.kill(id, 'SIGSTOP');
  let asked: Promise<{ sentAt: number; waitMs: number }[]>;
  try {
    asked = witness.ask();
    await delay(stallMs);
  } finally {
    for (const id of processIds) process.kill(id, 'SIGCONT');
  }
  const lengthMs = performance.now() - from;
  const seen = (await asked).map(({ sentAt, waitMs }) => ({ sentMs: sentAt - from, waitMs }));
  return { lengthMs, seen: seen.sort((a, b) => a.sentMs - b.sentMs) };
}

/**
 * How long each request of the hold waits: one that was due while the API stood still as long as the witness waited that
 * asked then, any other no time worth the name. The witness stood in the same queue: what draining it took on this
 * machine is in the truth, not in the tolerance.
 */
function waits({ lengthMs, seen }: Stall): number[] {
  const everyMs = 1000 / requestsPerSecond;
  const waiting = Array.from({ length: Math.floor(lengthMs / everyMs) }, (_, i) => waitAt(seen, i * everyMs));
  return [...waiting, ...Array<number>(requestsPerSecond * holdSeconds - waiting.length).fill(0)];
}

/** On the line between the two requests of the witness that were sent just before and just after. */
function waitAt(seen: Stall['seen'], dueMs: number): number {
  const before = seen.findLast(({ sentMs }) => sentMs <= dueMs) ?? seen[0];
  const after = seen.find(({ sentMs }) => sentMs > dueMs) ?? seen.at(-1);
  if (before === undefined || after === undefined) throw new Error('the witness saw nothing');
  if (after.sentMs <= before.sentMs) return before.waitMs + before.sentMs - dueMs;
  const share = (dueMs - before.sentMs) / (after.sentMs - before.sentMs);
  return before.waitMs + share * (after.waitMs - before.waitMs);
}

interface Witness {
  /** Asks every 20 ms for as long as the API stands still, whatever the answers do. */
  ask(): Promise<{ sentAt: number; waitMs: number }[]>;
}

/** A client apart from the load generator, with a connection for each request that the API has accepted before. */
async function openWitness(url: string): Promise<Witness> {
  const requests = stallMs / 20;
  const agents = Array.from({ length: requests }, () => new Agent({ keepAlive: true, maxSockets: 1 }));
  await Promise.all(agents.map((agent) => answered(`${url}/health`, agent)));
  return {
    ask: () =>
      Promise.all(
        agents.map(async (agent, i) => {
          await delay(i * 20);
          const sentAt = performance.now();
          await answered(`${url}/health`, agent);
          const waitMs = performance.now() - sentAt;
          agent.destroy();
          return { sentAt, waitMs };
        }),
      ),
  };
}

const percentile = (values: readonly number[], q: number): number =>
  [...values].sort((a, b) => a - b)[Math.ceil(q * values.length) - 1] ?? Number.NaN;

function quantileMs(json: Parameters<typeof Histogram.fromJson>[0] | undefined, q: number): number {
  if (json === undefined) throw new Error('the run has no such histogram');
  return (Histogram.fromJson(json).quantileUs(q) ?? Number.NaN) / 1000;
}

async function apiUrl(): Promise<string> {
  const { data } = (await gomeet.json('status')) as unknown as { data: { urls: { api: string } } };
  return data.urls.api;
}

/** Two clients that wait for each answer, time it from when they asked, and then pause: as naive tools measure. */
function closedLoop(url: string): { stop(): Promise<number[]> } {
  const latenciesMs: number[] = [];
  const agent = new Agent({ keepAlive: true, maxSockets: 2 });
  let isOver = false;
  const client = async (): Promise<void> => {
    while (!isOver) {
      const asked = performance.now();
      await answered(`${url}/health`, agent);
      latenciesMs.push(performance.now() - asked);
      await delay(5);
    }
  };
  const clients = Promise.all(Array.from({ length: 2 }, client));
  return {
    async stop() {
      isOver = true;
      await clients;
      agent.destroy();
      return latenciesMs;
    },
  };
}

const answered = (url: string, agent: Agent): Promise<void> =>
  new Promise((resolve, reject) => {
    get(url, { agent }, (response) => response.resume().once('end', resolve)).once('error', reject);
  });
