import type { V1Pod } from '@kubernetes/client-node';
import { expect, test } from 'vitest';
import { watchPods } from './watch-pods.ts';

const silent = {
  step: () => ({ update: () => undefined, succeed: () => undefined, fail: () => undefined }),
  note: () => undefined,
};
const expected = { name: 'gomeet-01k', labelSelector: 'gomeet.dev/run=gomeet-01k', pods: 2, runningBy: 1000 };
const pod = (index: number, phase: string): V1Pod => ({
  metadata: {
    name: `gomeet-01k-${index}-x`,
    annotations: { 'batch.kubernetes.io/job-completion-index': String(index) },
  },
  status: { phase },
});

/** Watches at that time a cluster whose lists of pods come one after the other; the last one stays. */
function watch(now: number, lists: readonly (readonly V1Pod[])[], warnings: readonly string[] = []) {
  let polls = 0;
  const kubernetes = {
    pods: async () => lists[Math.min(polls++, lists.length - 1)] ?? [],
    jobWarnings: async () => warnings,
  };
  const ctx = { now: () => now, progress: silent, signal: new AbortController().signal };
  return watchPods(ctx, kubernetes, expected);
}

test('all have ended, however they ended', async () => {
  const { states, stopped } = await watch(0, [[pod(0, 'Succeeded'), pod(1, 'Failed')]]);
  expect(stopped).toBeNull();
  expect([...states.values()].map(({ phase }) => phase)).toEqual(['succeeded', 'failed']);
});

test('a pod that is gone before its end was deleted', async () => {
  const { states } = await watch(0, [[pod(0, 'Running'), pod(1, 'Succeeded')], [pod(1, 'Succeeded')]]);
  expect(states.get(0)).toMatchObject({ phase: 'failed', reason: 'it was deleted while it ran' });
});

test('a Job of which no pod was let in: the last warning says why', async () => {
  const { stopped } = await watch(1001, [[]], ['older', 'exceeded quota: pods=0']);
  expect(stopped).toBe('the pods of Job gomeet-01k did not run in time: exceeded quota: pods=0');
});
