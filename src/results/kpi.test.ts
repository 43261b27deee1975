import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { KPIS, kpiById } from './kpi.ts';
import type { Direction, Kpi } from './kpi-definition.ts';
import { isCritical, meetsTarget, targetSign } from './kpi-definition.ts';

const kpis: readonly Kpi[] = KPIS;

test('every requirement of group G has a KPI', () => {
  const cited = kpis.flatMap(({ source }) => source.match(/\bG\d\d\b/g) ?? []);
  const wanted = Array.from({ length: 28 }, (_, i) => `G${String(i + 1).padStart(2, '0')}`);
  expect(wanted.filter((id) => !cited.includes(id))).toEqual([]);
});

test('ids are unique, kebab-case and carry their percentile', () => {
  const ids = kpis.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { id, judged } of kpis) {
    expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    if (judged.by === 'percentile' && judged.quantile === 0.95) expect(id).toMatch(/-p95$/);
  }
});

test('the critical value lies beyond the target', () => {
  for (const { id, direction, target, critical } of kpis) {
    if (critical === null || target === null) continue;
    expect(meetsTarget(critical, direction, target), id).toBe(false);
  }
});

test.each([
  ['websocket-connections', '≥ 50000, 45000'],
  ['api-response-time-p95', '< 200, 500'],
  ['video-latency-p95', '< 150, 300'],
  ['sfu-bandwidth-per-room', '< 3000000000, 5000000000'],
  ['database-query-time-p95', '< 100, 500'],
  ['redis-memory', '< 85, 95'],
  ['cpu-utilization', '< 70, 90'],
  ['memory-utilization', '< 80, 95'],
  ['uptime', '≥ 99.9, null'],
  ['concurrent-users', '≥ 50000, null'],
] as const)('%s is held to %s', (id, text) => {
  const { direction, target, critical } = kpiById(id);
  expect(`${targetSign(direction)} ${target}, ${critical}`).toBe(text);
});

describe('on the target and on the critical value', () => {
  test.each<[Direction, boolean]>([
    ['below', false],
    ['at-most', true],
    ['at-least', true],
    ['above', false],
  ])('a KPI that has to be %s its target meets it: %s', (direction, meets) => {
    expect(meetsTarget(150, direction, 150)).toBe(meets);
  });

  test('a value equal to the critical one is not yet critical', () => {
    expect(isCritical(300, 'below', 300)).toBe(false);
    expect(isCritical(300.1, 'below', 300)).toBe(true);
    expect(isCritical(45_000, 'at-least', 45_000)).toBe(false);
    expect(isCritical(44_999, 'at-least', 45_000)).toBe(true);
    expect(isCritical(1, 'at-least', null)).toBe(false);
  });
});

test('the registry imports nothing that k6 could not resolve', () => {
  for (const file of ['kpi', 'kpi-definition', 'kpis-platform', 'kpis-room', 'kpis-business']) {
    const source = readFileSync(new URL(`./${file}.ts`, import.meta.url), 'utf8');
    const valueImports = [...source.matchAll(/^import (?!type).*from '([^']+)'/gm)].map(([, from]) => from);
    expect(valueImports.filter((from) => !from?.startsWith('./kpi'))).toEqual([]);
  }
});
