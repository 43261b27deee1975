import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import {
  DRILL_PER_SECOND,
  GATEWAY_BURST,
  GATEWAY_PER_MINUTE,
  GatewayBudget,
  longestDrillSeconds,
} from './gateway-budget.ts';

test('the gateway counts as is written here', () => {
  const manifest = new URL('../../../manifests/components/traefik/middlewares.yaml', import.meta.url);
  const middlewares = parseAllDocuments(readFileSync(manifest, 'utf8')).map((each) => each.toJS());
  expect(middlewares.find(({ metadata }) => metadata.name === 'limit-api').spec.rateLimit).toEqual({
    average: GATEWAY_PER_MINUTE,
    period: '1m',
    burst: GATEWAY_BURST,
  });
});

test('what was asked beyond a thousand a minute is waited for', () => {
  const budget = new GatewayBudget();
  expect(budget.waitMs(0)).toBe(0);
  for (let second = 0; second < 60; second++)
    for (let request = 0; request < DRILL_PER_SECOND; request++) budget.spend(second * 1000);
  // 2,400 were asked in a minute, and 1,000 are forgotten in one.
  expect(budget.waitMs(60_000)).toBeCloseTo(1.4 * 60_000, -2);
  expect(budget.waitMs(60_000 + 1.5 * 60_000)).toBe(0);
});

test('a platform that nobody asks forgets no more than there was', () => {
  const budget = new GatewayBudget();
  budget.spend(3_600_000);
  expect(budget.waitMs(3_600_000)).toBe(60);
});

test('the longest drill stays below what the gateway takes at once', () => {
  const beyond = longestDrillSeconds * (DRILL_PER_SECOND - GATEWAY_PER_MINUTE / 60);
  expect(beyond).toBeCloseTo(GATEWAY_BURST, 6);
});
