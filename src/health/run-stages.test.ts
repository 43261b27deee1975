import { expect, test } from 'vitest';
import type { CheckStatus } from './check.ts';
import { checkOf } from './check-of.ts';
import { runStages, type Stage } from './run-stages.ts';

const stage = (id: string, status: CheckStatus): Stage => ({
  ids: [id],
  check: async () => [checkOf(id, id, { status, found: '', needed: '' })],
});
const statuses = async (...stages: Stage[]): Promise<string[]> =>
  (await runStages(stages)).map(({ id, status, found }) => `${id} ${status} ${found}`.trim());

test('after a fatal one nothing behind it is asked, and each is listed with the reason', async () => {
  const asked = stage('media-nodes', 'ok');
  expect(await statuses(stage('platform-runs', 'failed'), stage('media-nodes', 'ok'), asked)).toEqual([
    'platform-runs failed',
    'media-nodes skipped not asked: GM0301 platform-runs has failed',
    'media-nodes skipped not asked: GM0301 platform-runs has failed',
  ]);
});

test('an error stops nothing', async () => {
  expect(await statuses(stage('redis-memory', 'failed'), stage('media-nodes', 'ok'))).toEqual([
    'redis-memory failed',
    'media-nodes ok',
  ]);
});
