import { expect, test } from 'vitest';
import { parseMetrics } from './prometheus.ts';

test('reads names, labels with escapes, special values; skips comments and time stamps', () => {
  const page = [
    '# HELP requests_total Requests.',
    '# TYPE requests_total counter',
    'requests_total{method="GET",path="/a\\"b\\\\c"} 12 1700000000000',
    'latency_bucket{le="+Inf"} 3',
    'temperature -1.5e-3',
    'broken',
    'ceiling +Inf',
  ].join('\n');
  expect(parseMetrics(page)).toEqual([
    { name: 'requests_total', labels: { method: 'GET', path: '/a"b\\c' }, value: 12 },
    { name: 'latency_bucket', labels: { le: '+Inf' }, value: 3 },
    { name: 'temperature', labels: {}, value: -0.0015 },
    { name: 'ceiling', labels: {}, value: Number.POSITIVE_INFINITY },
  ]);
});
