import { describe, expect, test } from 'vitest';
import { calibrationRun } from '../../../tests/support/calibration-run.ts';
import { roomRun } from '../../../tests/support/room-run.ts';
import type { Run } from '../../results/run.ts';
import { observeApi } from './observe-api.ts';

const room = calibrationRun({
  participants: 80,
  tracksOut: 80,
  packetsOut: 1000,
  payloadBitsOut: 1e6,
  packetsIn: 20,
  cores: 0.1,
});
const at = (second: number): number => Date.parse(room.startedAt) + second * 1000;
const steady = (name: string, percent: number): Run['series'][number] => ({
  name,
  title: name,
  unit: '%',
  points: Array.from({ length: 37 }, (_, second) => [at(second), percent]),
});

/** 20 s of hold at 40 journeys/s: 3,000 requests, of which 60 verify a password. */
const api: Run = {
  ...room,
  kind: 'loadtest api',
  parameters: { ratePerSecond: 40 },
  series: [steady('cpu.api-1', 30), steady('cpu.api-2', 25), steady('cpu.postgres', 20)],
  counts: { journeysCompleted: 720 },
  tables: [
    {
      id: 'endpoints',
      title: '',
      columns: [],
      rows: [
        ['login', 40, 18, 30, 40],
        ['register', 20, 18, 30, 40],
        ['join', 2940, 4, 8, 12],
      ],
    },
  ],
  kpis: roomRun().kpis.map((kpi) =>
    kpi.id === 'database-query-time-p95' ? { ...kpi, samples: 10_800 } : kpi,
  ),
};

describe('what a run says about the API and its database', () => {
  test('the hold of an API run: requests a second, those with a password apart, and cores of all processes', () =>
    expect(observeApi(api).api).toEqual([
      {
        run: api.id,
        label: '40 journeys/s',
        load: { idle: 1, logins: 3, requests: 147 },
        measured: expect.closeTo(0.55, 9),
        slowness: 1,
      },
    ]));

  test('PostgreSQL over the whole run: 10,800 queries in 36 s are 300 a second', () =>
    expect(observeApi(api).database).toMatchObject({
      load: { idle: 1, queries: 300, journeys: 20 },
      measured: expect.closeTo(0.2, 9),
    }));

  test('the sign-in of a room: 80 people in 4 s, and nothing else', () =>
    expect(observeApi({ ...room, series: [steady('cpu.api-1', 40)] }).api).toEqual([
      expect.objectContaining({
        label: 'sign-in of 80',
        load: { idle: 1, logins: 20, requests: 0 },
        measured: expect.closeTo(0.4, 9),
      }),
    ]));

  test('a run whose generator was not well says nothing', () => {
    const gate = { id: 'cpu', title: 'CPU', passed: false, found: '93 %', needed: '80 %' };
    expect(observeApi({ ...api, gates: [gate] })).toEqual({ api: [], database: null });
  });
});
