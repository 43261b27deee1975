import { expect, test } from 'vitest';
import type { Progress } from '../context.ts';
import type { Figure } from '../progress/progress-event.ts';
import { LoadProgress } from './load-progress.ts';

type Update = Parameters<ReturnType<Progress['step']>['update']>[0];

/** Keeps what the last step was told. */
function listener() {
  const told: { titles: string[]; last: Update; ended: (string | undefined)[] } = {
    titles: [],
    last: {},
    ended: [],
  };
  const progress: Progress = {
    step(title) {
      told.titles.push(title);
      return {
        update: (update) => {
          told.last = update;
        },
        succeed: (text) => void told.ended.push(text),
        fail: (text) => void told.ended.push(text),
      };
    },
    note: () => undefined,
  };
  return { told, progress };
}

const valuesOf = (figures: readonly Figure[] = []): Record<string, number> =>
  Object.fromEntries(figures.map(({ id, value }) => [id, value]));

/** As loadgen/meeting writes it. */
const second = (phase: string, more: object) => ({
  event: 'progress',
  phase,
  done: 0,
  of: 0,
  unit: '1',
  joined: 0,
  packetsPerSecond: 0,
  receiveMbps: 0,
  lost: 0,
  cpuPercent: 0,
  videoLatencyP95Ms: 0,
  ...more,
});

test('figures of two processes: sums, and of a percentile the worst', () => {
  const { told, progress } = listener();
  const load = new LoadProgress(progress, 2, 2);
  load.on(0, { event: 'phase', name: 'join' });
  load.on(1, { event: 'phase', name: 'join' });
  load.on(
    0,
    second('join', {
      done: 100,
      of: 250,
      joined: 100,
      receiveMbps: 40,
      videoLatencyP95Ms: 12,
      cpuPercent: 50,
    }),
  );
  load.on(
    1,
    second('join', {
      done: 90,
      of: 250,
      joined: 90,
      receiveMbps: 30,
      videoLatencyP95Ms: 31,
      cpuPercent: 70,
      lost: 4,
    }),
  );
  expect(told.titles).toEqual(['Joining']);
  expect(told.last).toMatchObject({ done: 190, total: 500, unit: 'count' });
  expect(valuesOf(told.last.figures)).toEqual({
    joined: 190,
    receivedBitsPerSecond: 70e6,
    packetsPerSecond: 0,
    videoLatencyP95Ms: 31,
    packetsLost: 4,
    refused: 0,
    generatorCpuPercent: 60,
  });
});

test('how many are to come is still known when they have come', () => {
  const { told, progress } = listener();
  const load = new LoadProgress(progress, 1, 2);
  load.on(0, { event: 'phase', name: 'join' });
  load.on(0, second('join', { done: 500, of: 500, joined: 500 }));
  load.on(0, { event: 'phase', name: 'hold' });
  load.on(0, second('hold', { done: 3, of: 30, unit: 's', joined: 499 }));
  expect(told.last).toMatchObject({ done: 3, total: 30, unit: 's' });
  expect(told.last.figures?.[0]).toMatchObject({ id: 'joined', value: 499, of: 500 });
});

test('a journey through the API has requests, their latency and failures; what a pod uses is not known here', () => {
  const { told, progress } = listener();
  const load = new LoadProgress(progress, 1, null);
  load.on(0, { event: 'phase', name: 'ramp' });
  load.on(0, {
    event: 'progress',
    phase: 'ramp',
    done: 2,
    of: 10,
    unit: 's',
    requestsPerSecond: 412.4,
    responseP95Ms: 38,
    lost: 2,
    cpuPercent: 90,
  });
  expect(valuesOf(told.last.figures)).toEqual({
    requestsPerSecond: 412,
    responseP95Ms: 38,
    requestsFailed: 2,
    refused: 0,
  });
});

test('refusals and errors are told with their kind, and the phase ends with its last figures', () => {
  const { told, progress } = listener();
  const load = new LoadProgress(progress, 1, 2);
  load.on(0, { event: 'phase', name: 'connect' });
  load.on(0, { event: 'refused', where: 'join', status: 429, count: 3 });
  load.on(0, { event: 'refused', where: 'login', status: 503, count: 9 });
  load.on(0, { event: 'error', what: 'no ticket', detail: 'account 7' });
  load.on(0, { event: 'error', what: 'no ticket', detail: 'account 8' });
  load.on(0, {
    event: 'progress',
    phase: 'connect',
    done: 7,
    of: 9,
    connected: 7,
    messagesPerSecond: 0,
    failed: 1,
    cpuPercent: 190,
  });
  const figure = (id: string) => told.last.figures?.find((each) => each.id === id);
  expect(figure('refused')).toMatchObject({ value: 12, remark: '9 × 503 login, 3 × 429 join' });
  expect(figure('errorKinds')).toMatchObject({ value: 1, remark: 'no ticket' });
  expect(figure('connected')).toMatchObject({ value: 7, of: 9 });
  load.end(true);
  expect(told.ended).toEqual([
    'connected 7 of 9, messages 0 /s, connections failed 1, refused 12, kinds of errors 1, generator CPU 95 % (over 80 %, of 2 cores)',
  ]);
  expect(load.refusals()).toHaveLength(2);
});
