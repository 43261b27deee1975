import { describe, expect, test } from 'vitest';
import { packetsPerSecond } from './costs.ts';
import { judgeFeasibility, type Runner } from './feasibility.ts';
import { feasibilityView } from './feasibility-view.ts';
import { loadTestConfig } from './load-test-config.ts';
import { commandOf, loadProfiles, referenceEvent } from './profiles.ts';

/** Two cores, 24 GB of which 4 are used, and the default room: one microphone and two cameras. */
const laptop: Runner = {
  processors: 2,
  memoryBytes: 24e9,
  memoryUsedBytes: 4e9,
  openFilesMax: 20_000,
  packetsPerSecond: packetsPerSecond({ publishers: 2, microphones: 1 }),
};
const judged = (name: string, runner = laptop) => {
  const profile = loadProfiles(referenceEvent).find((candidate) => candidate.name === name);
  if (profile === undefined) throw new Error(`no profile ${name}`);
  return judgeFeasibility(profile, runner);
};

describe('the named profiles', () => {
  test('are the four load tests, the gates and the whole event', () => {
    expect(loadProfiles(referenceEvent).map((profile) => [profile.name, commandOf(profile)])).toEqual([
      ['gate50', 'gomeet loadtest room --participants 50 --duration 5m'],
      ['gate100', 'gomeet loadtest room --participants 100 --duration 5m'],
      ['gate300', 'gomeet loadtest room --participants 300 --duration 5m'],
      ['gate500', 'gomeet loadtest room --participants 500 --duration 5m'],
      ['websocket-load', 'gomeet loadtest websocket --connections 50000 --duration 10m'],
      ['api-load', 'gomeet loadtest api --rate 50 --duration 15m'],
      ['sfu-load', 'gomeet loadtest room --participants 500 --duration 30m'],
      ['comprehensive-load', 'gomeet loadtest comprehensive --scale 0.02 --duration 1h'],
      ['full', 'gomeet loadtest rooms --rooms 100 --participants 500 --duration 30m'],
    ]);
  });
});

describe('what a machine can generate', () => {
  test('one room of 500: 42,000 packets/s at 24 µs are one of the 1.4 cores that 70 % of two are', () => {
    const { isPossible, needs } = judged('gate500');
    expect(isPossible).toBe(true);
    expect(needs[0]).toMatchObject({ resource: 'cores', available: 1.4, isMet: true });
    expect(needs[0]?.needed).toBeCloseTo(1.008, 6);
  });

  test('100 rooms of 500 lack all three', () => {
    const { isPossible, needs } = judged('full');
    expect(isPossible).toBe(false);
    expect(needs.map(({ resource, needed, isMet }) => [resource, Math.round(needed), isMet])).toEqual([
      ['cores', 101, false],
      // 50,000 × (74 KB + 1 MB), of 0.8 · 24 GB − 4 GB.
      ['memory', 53_700_000_000, false],
      ['open-files', 150_000, false],
    ]);
  });

  test('a machine of 200 cores and 100 GB, without a limit that it tells, can', () => {
    const large = { ...laptop, processors: 200, memoryBytes: 100e9, openFilesMax: null };
    expect(judged('full', large).isPossible).toBe(true);
  });

  test('more cameras are more packets, up to the tiles that a person sees', () => {
    expect(packetsPerSecond({ publishers: 10, microphones: 2 })).toBe(2 * 50 + 10 * 17);
    expect(packetsPerSecond({ publishers: 40, microphones: 0 })).toBe(25 * 17);
  });
});

test('the view says what is lacking, and how it comes about', () => {
  const profiles = loadProfiles(referenceEvent).filter(
    ({ name }) => name === 'gate50' || name === 'api-load',
  );
  const text = feasibilityView(
    profiles,
    profiles.map((profile) => judgeFeasibility(profile, laptop)),
  );
  expect(text.split('\n')).toEqual([
    '✓ gate50    gate: one room of 50: 0.1 cores, 0.1 GB memory, 150 open files',
    '✗ api-load  1,000 users of the API: 1.8 cores, 0.0 GB memory, 150 open files',
    '            needs 1.8 cores, there are 1.4 (50 journeys/s × 35 ms)',
  ]);
});

test('the configuration holds the event and the thresholds of the KPI table', () => {
  const { event, targets } = loadTestConfig(referenceEvent);
  expect(event).toEqual({ meetings: 100, participantsPerMeeting: 500, participants: 50_000 });
  expect(targets.map(({ id, target, critical }) => [id, target, critical])).toEqual([
    ['websocket-connections', 50_000, 45_000],
    ['api-response-time-p95', 200, 500],
    ['video-latency-p95', 150, 300],
    ['sfu-bandwidth-per-room', 3e9, 5e9],
    ['database-query-time-p95', 100, 500],
    ['redis-memory', 85, 95],
    ['cpu-utilization', 70, 90],
    ['memory-utilization', 80, 95],
  ]);
});
