import { expect, test } from 'vitest';
import { apiLoad } from '../api/load.ts';
import { apiRequest } from '../api/request.ts';
import { unwatchedLoad } from './unwatched-load.ts';

test('what gomeet would sample on the platform’s machine is out of scope, and the run says so', () => {
  const load = unwatchedLoad(apiLoad(apiRequest({})));
  expect(load.kpis).toEqual(['journeys-completed', 'api-response-time-p95']);
  expect(load.limits).toBeUndefined();
  expect(load.method.at(-1)).toContain('pods');
});
