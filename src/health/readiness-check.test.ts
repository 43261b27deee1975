import { expect, test } from 'vitest';
import { readinessCheck } from './readiness-check.ts';

const body = {
  state: 'ready',
  dependencies: { postgres: { state: 'ok', ms: 1.23 }, redis: { state: 'down' } },
};

test('an API that is ready names what it depends on', () =>
  expect(readinessCheck('api-1', { status: 200, body }, '')).toMatchObject({
    status: 'ok',
    found: 'HTTP 200: postgres ok in 1.2 ms, redis down',
    hint: null,
  }));

test('503 has failed', () =>
  expect(readinessCheck('api-1', { status: 503, body }, '')).toMatchObject({ status: 'failed' }));

test('an answer of another shape is told as it is', () =>
  expect(readinessCheck('api-1', { status: 502, body: null }, '').found).toBe('HTTP 502: no details'));

test('no answer says why', () =>
  expect(readinessCheck('api-1', undefined, 'connection refused')).toMatchObject({
    status: 'failed',
    found: 'connection refused',
  }));
