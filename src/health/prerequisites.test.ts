import { expect, test } from 'vitest';
import type { Machine } from '../local/machine.ts';
import type { Tool } from '../local/toolchain/tool.ts';
import type { CheckStatus } from './check.ts';
import { healthCodeOf } from './codes.ts';
import { type PrerequisiteWorld, prerequisites } from './prerequisites.ts';
import { runChecks } from './run-checks.ts';

const gib = 2 ** 30;

const goodMachine: Machine = {
  nodeVersion: '24.21.0',
  nodeNeeded: '24.0',
  processors: 2,
  openFilesPerProcess: async () => 20_000,
  ephemeralPorts: async () => ({ first: 32_768, last: 60_999 }),
  receiveBufferBytes: async () => 4 * 2 ** 20,
  freeDiskBytes: async () => 50 * gib,
  memoryBytes: async () => ({ available: 20 * gib, total: 24 * gib }),
  clock: async () => ({ strayMs: 0.2, synchronised: undefined }),
  hasLoopbackRange: async () => true,
};

const tool = (name: Tool['name'], isFound = true): Tool => ({
  name,
  needed: 'some version',
  purpose: '',
  howToGet: 'gomeet setup',
  ...(isFound ? { found: { path: `/bin/${name}`, version: '1.0', source: 'path' } } : {}),
});
const toolNames = [
  'postgres',
  'redis-server',
  'livekit-server',
  'k6',
  'recorder',
  'clips',
  'ffmpeg',
  'go',
  'chromium',
  'web-app',
] as const;

function world(changes: { machine?: Partial<Machine>; missing?: readonly string[] } = {}): PrerequisiteWorld {
  return {
    machine: { ...goodMachine, ...changes.machine },
    tools: async () => toolNames.map((name) => tool(name, !changes.missing?.includes(name))),
    directory: '/project/.gomeet',
    cacheDirectory: '/home/user/.cache/gomeet',
    mediaPorts: { first: 10_000, last: 20_999 },
    takenPorts: async () => [],
    databaseFolder: async () => ({ folder: '/project/.gomeet', user: 'you' }),
  };
}

async function check(id: string, of: PrerequisiteWorld) {
  const results = await runChecks(prerequisites, of);
  return results.find((result) => result.id === id);
}

test('a good machine passes every check', async () => {
  const results = await runChecks(prerequisites, world());
  expect(results.filter(({ status }) => status !== 'ok')).toEqual([]);
});

test('every check has a code of its own', () => {
  const codes = prerequisites.map(({ id }) => healthCodeOf(id).code);
  expect(new Set(codes).size).toBe(codes.length);
});

test('says what a limit of open files allows', async () => {
  expect(await check('open-files', world())).toMatchObject({
    status: 'ok',
    found: '20,000 for each process: about 19,900 sockets',
  });
});

const judged: readonly [string, Partial<Machine>, CheckStatus][] = [
  ['open-files', { openFilesPerProcess: async () => 1_024 }, 'failed'],
  ['open-files', { openFilesPerProcess: async () => 2_000 }, 'warning'],
  ['open-files', { openFilesPerProcess: async () => undefined }, 'skipped'],
  ['ephemeral-ports', { ephemeralPorts: async () => ({ first: 60_000, last: 60_999 }) }, 'warning'],
  ['ephemeral-ports', { ephemeralPorts: async () => ({ first: 1_024, last: 65_535 }) }, 'warning'],
  ['socket-buffers', { receiveBufferBytes: async () => 212_992 }, 'warning'],
  ['loopback-range', { hasLoopbackRange: async () => false }, 'failed'],
  ['processors', { processors: 1 }, 'warning'],
  ['memory', { memoryBytes: async () => ({ available: 2 * gib, total: 4 * gib }) }, 'warning'],
  ['disk', { freeDiskBytes: async () => 1_000 }, 'failed'],
  ['clock', { clock: async () => ({ strayMs: 0.1, synchronised: false }) }, 'warning'],
  ['node', { nodeVersion: '20.20.2' }, 'failed'],
  ['node', { nodeNeeded: '22.19', nodeVersion: '22.18.0' }, 'failed'],
];

test.each(judged)('%s is judged: %o is %s', async (id, machine, status) => {
  const result = await check(id, world({ machine }));
  expect(result?.status).toBe(status);
  if (status !== 'skipped') expect(result?.hint).toBeTruthy();
});

test('an installed package, which is compiled, needs an older Node than a checkout', async () => {
  const machine = { nodeNeeded: '22.19', nodeVersion: '22.19.0' };
  expect(await check('node', world({ machine }))).toMatchObject({ status: 'ok', needed: '22.19 or newer' });
});

test('a missing program fails, unless nothing needs it', async () => {
  expect(await check('postgres', world({ missing: ['postgres'] }))).toMatchObject({
    status: 'failed',
    hint: 'gomeet setup',
  });
  expect(await check('chromium', world({ missing: ['chromium'] }))).toMatchObject({ status: 'warning' });
  expect(await check('go', world({ missing: ['go'] }))).toMatchObject({ status: 'warning' });
  expect(await check('go', world({ missing: ['go', 'k6'] }))).toMatchObject({ status: 'failed' });
});

test('a taken port is named with its holder', async () => {
  const taken = async () => [{ listener: 'api', port: 8080, holder: 'nginx (process 17)' }];
  expect(await check('ports', { ...world(), takenPorts: taken })).toMatchObject({
    status: 'failed',
    found: 'api 8080 is held by nginx (process 17)',
  });
});

test('a check that throws has failed and disturbs no other', async () => {
  const broken = { ...goodMachine, memoryBytes: async () => Promise.reject(new Error('no /proc here')) };
  const results = await runChecks(prerequisites, world({ machine: broken }));
  expect(results.filter(({ status }) => status !== 'ok')).toMatchObject([
    { id: 'memory', status: 'failed', found: 'no /proc here' },
  ]);
});
