import { expect, test } from 'vitest';
import type { ClusterObject } from '../../adapters/cluster-object.ts';
import { troubleOf } from './pod-trouble.ts';

const madeAt = '2026-11-21T10:00:00Z';
const after = (seconds: number) => Date.parse(madeAt) + seconds * 1000;
const pod = (status: object): ClusterObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'api-1', namespace: 'gomeet', creationTimestamp: madeAt },
  status,
});
const waiting = (reason: string, rest: object = {}, message = 'said the kubelet') =>
  pod({
    containerStatuses: [{ name: 'api', restartCount: 0, state: { waiting: { reason, message } }, ...rest }],
  });
const unschedulable = pod({
  conditions: [
    {
      type: 'PodScheduled',
      status: 'False',
      reason: 'Unschedulable',
      message: '0/3 nodes: 3 Insufficient cpu',
    },
  ],
});

test('a pod that starts is in no trouble', () => {
  expect(troubleOf(waiting('ContainerCreating'), { nowMs: after(300), events: [] })).toBeNull();
});

test('an image that cannot be pulled is final only after a minute', () => {
  const early = troubleOf(waiting('ImagePullBackOff'), { nowMs: after(20), events: [] });
  expect(early).toMatchObject({ pod: 'gomeet/api-1', isFinal: false });
  expect(early?.reason).toContain('api: the image cannot be pulled: said the kubelet');
  expect(troubleOf(waiting('ImagePullBackOff'), { nowMs: after(61), events: [] })?.isFinal).toBe(true);
  expect(troubleOf(waiting('InvalidImageName'), { nowMs: after(1), events: [] })?.isFinal).toBe(true);
});

test('a container that keeps ending says how, and is final after three times', () => {
  const ended = (restartCount: number, reason = 'Error') =>
    waiting('CrashLoopBackOff', { restartCount, lastState: { terminated: { reason, exitCode: 2 } } });
  expect(troubleOf(ended(2), { nowMs: after(9), events: [] })).toMatchObject({
    reason: 'api: it ends with code 2, 2 times',
    hint: 'kubectl logs -n gomeet api-1 -c api --previous',
    isFinal: false,
  });
  expect(troubleOf(ended(3), { nowMs: after(9), events: [] })?.isFinal).toBe(true);
  expect(troubleOf(ended(3, 'OOMKilled'), { nowMs: after(9), events: [] })?.reason).toContain(
    'ran out of memory',
  );
});

test('a pod without a node waits, unless the autoscaler says that it can do nothing', () => {
  const told = (...reasons: string[]) =>
    troubleOf(unschedulable, {
      nowMs: after(30),
      events: reasons.map((reason) => ({ reason, message: `by ${reason}` })),
    });
  expect(told()).toMatchObject({ isFinal: false, reason: 'no node has room: 0/3 nodes: 3 Insufficient cpu' });
  expect(told('TriggeredScaleUp')).toMatchObject({
    isFinal: false,
    hint: expect.stringContaining('nothing to do'),
  });
  expect(told('NotTriggerScaleUp')).toMatchObject({ isFinal: true });
  expect(told('NotTriggerScaleUp', 'TriggeredScaleUp')).toMatchObject({ isFinal: false });
});
