import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { afterAnswer, chartProbe, livenessText, ourProbe } from './liveness.ts';

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

test('what a probe came to is told also when it was content all the time', () => {
  expect(livenessText(ourProbe, { looks: 8, failed: 0, ended: 0 }, true)).toBe(
    'our probe was content at each of 8 looks, so nobody ended it',
  );
  expect(livenessText(chartProbe, { looks: 8, failed: 3, ended: 1 }, true)).toBe(
    "the official chart's probe failed at 3 of 8 looks: ended it 1 time",
  );
  expect(livenessText(chartProbe, { looks: 8, failed: 3, ended: 1 }, false)).toContain('would have ended it');
  expect(livenessText(chartProbe, { looks: 3, failed: 1, ended: 0 }, true)).toContain('too few in a row');
});
