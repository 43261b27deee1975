import { expect, test } from 'vitest';
import { changeSet, pendingChanges } from './change-set.ts';
import type { Service, ServiceState, ServiceStatus } from './service.ts';

const service = (name: string, digests: Record<string, string> = { program: '1' }): Service => ({
  name,
  kind: 'process',
  command: `/bin/${name}`,
  arguments: [],
  env: {},
  workingDirectory: '/',
  needs: [],
  readyWithinMs: 1_000,
  stop: { signal: 'SIGTERM', timeoutMs: 1_000 },
  address: '',
  logFile: '',
  digests,
});

const running = (
  name: string,
  digests: Record<string, string> = { program: '1' },
  state: ServiceState = 'ready',
): ServiceStatus => ({
  name,
  kind: 'process',
  state,
  address: '',
  processId: 1,
  startedAt: 0,
  restarts: 0,
  log: '',
  digests,
});

const lines = (changes: ReturnType<typeof changeSet>): string[] =>
  changes.map(({ action, name, reason }) => [action, name, reason].filter(Boolean).join(' '));

test('everything is started where nothing runs', () => {
  expect(lines(changeSet([], [service('redis'), service('api-1')]))).toEqual(['start redis', 'start api-1']);
});

test('what is equal stays as it is', () => {
  const changes = changeSet([running('redis')], [service('redis')]);
  expect(lines(changes)).toEqual(['unchanged redis']);
  expect(pendingChanges(changes)).toEqual([]);
});

test('a difference restarts the service and says what differs', () => {
  const now = running('api-1', { code: 'a', environment: 'b' });
  const wanted = service('api-1', { code: 'x', environment: 'b', program: 'new' });
  expect(lines(changeSet([now], [wanted]))).toEqual(['restart api-1 code, program changed']);
});

test('what is no longer wanted is stopped, after the others', () => {
  expect(lines(changeSet([running('api-2'), running('redis')], [service('redis')]))).toEqual([
    'unchanged redis',
    'stop api-2',
  ]);
});

test.each(['failed', 'stopped'] as const)('a %s service is started again', (state) => {
  expect(lines(changeSet([running('redis', undefined, state)], [service('redis')]))).toEqual([
    `start redis it is ${state}`,
  ]);
});

test('a service that is being restarted is left to the supervisor', () => {
  expect(lines(changeSet([running('redis', undefined, 'restarting')], [service('redis')]))).toEqual([
    'unchanged redis',
  ]);
});
