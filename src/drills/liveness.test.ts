import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { afterAnswer, chartProbe, ourProbe } from './liveness.ts';

/** How many of these answers in a row end the container; 0 when it lives. */
function killedAfter(probe: typeof chartProbe, answers: readonly boolean[]): number {
  let failures = 0;
  for (const [i, isGood] of answers.entries()) {
    const next = afterAnswer(probe, failures, isGood);
    if (next.kills) return i + 1;
    failures = next.failures;
  }
  return 0;
}

test('a container is ended at the threshold, and a good answer counts anew', () => {
  expect(killedAfter(chartProbe, [false, false, false])).toBe(3);
  expect(killedAfter(chartProbe, [false, false, true, false, false])).toBe(0);
  expect(killedAfter(ourProbe, Array(5).fill(false))).toBe(0);
});

test('our probe is the one of our manifest', async () => {
  const text = await readFile(new URL('../../manifests/base/media/livekit.yaml', import.meta.url), 'utf8');
  const [container] = parse(text).spec.template.spec.containers;
  const { periodSeconds, timeoutSeconds, failureThreshold, tcpSocket } = container.livenessProbe;
  expect(tcpSocket).toBeDefined();
  expect(ourProbe).toMatchObject({
    asks: 'tcp',
    periodMs: periodSeconds * 1000,
    timeoutMs: timeoutSeconds * 1000,
    failureThreshold,
  });
});
