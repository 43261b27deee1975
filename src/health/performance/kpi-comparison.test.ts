import { expect, test } from 'vitest';
import { OPERATING_KPIS } from '../../results/kpi.ts';
import type { Run } from '../../results/run.ts';
import { kpiComparison } from './kpi-comparison.ts';

const kpi = (id: string, measured: number) => ({ id, measured }) as Run['kpis'][number];

test('this run stands beside the last one and beside what Prometheus saw', () => {
  const table = kpiComparison({
    run: { kpis: [kpi('api-response-time-p95', 60)], counts: { connectionsHeld: 88 } },
    last: { kpis: [kpi('api-response-time-p95', 40)], counts: {}, startedAt: '2026-11-20T10:00:00.000Z' },
    own: new Map([['api-response-time-p95', 55]]),
  });
  expect(table.title).toContain('2026-11-20 10:00');
  expect(table.rows).toHaveLength(OPERATING_KPIS.length);
  const [sockets, api] = table.rows;
  expect(api).toEqual(['API response time, p95', '< 200 ms', '> 500 ms', '60 ms', '40 ms', '+50 %', '55 ms']);
  expect(sockets?.slice(3, 5)).toEqual(['88', null]);
});
