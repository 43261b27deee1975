/** The shipped rules for a small platform: which figures change is on record, and Prometheus takes them. */
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { planGroup, referenceLimits } from '../../src/monitoring/plan-limits.ts';
import { scaleRules } from '../../src/monitoring/scale-rules.ts';
import { shippedFiles } from './shipped-rules.ts';
import { shortestWindowMs, smallLimits, timeDivisor } from './small-platform.ts';

test('the shipped figures are those of the reference plan', () => {
  expect(shippedFiles.get('plan.yml')?.groups).toEqual([planGroup(referenceLimits)]);
});

test('the rules of a small platform are these', async () => {
  const groups = scaleRules([...shippedFiles.values()], {
    limits: smallLimits,
    timeDivisor,
    shortestWindowMs,
  }).flatMap((file) => file.groups);
  await expect(stringify({ groups }, { lineWidth: 0 })).toMatchFileSnapshot('scaled-rules.golden.yml');
});

test('by 1 and with the reference plan they are the shipped ones, spans in seconds', () => {
  const whole = [...shippedFiles.values()];
  const scaled = scaleRules(whole, { limits: referenceLimits, timeDivisor: 1, shortestWindowMs: 0 });
  const withoutSpans = (value: object): string => JSON.stringify(value).replaceAll(/\d+[smh]\b/g, 'span');
  expect(withoutSpans(scaled)).toBe(withoutSpans(whole));
});
