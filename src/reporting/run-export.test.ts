import { expect, test } from 'vitest';
import { roomRun } from '../../tests/support/room-run.ts';
import { judgeKpi } from '../results/verdict.ts';
import { exportRun } from './run-export.ts';

const hostile = '</td><img src=x onerror=alert(1)> | *bold* `code`';
const kpi = judgeKpi('participants-joined', { kind: 'share', part: 400, whole: 500 });
const open = judgeKpi('uptime', { kind: 'proportion', successes: 10, trials: 10 });

test('json is the run', () => {
  expect(JSON.parse(exportRun(roomRun(), 'json', 'kpis'))).toEqual(roomRun());
});

test('csv of readings has one line a reading, with its phase', () => {
  const run = roomRun();
  const lines = exportRun(run, 'csv', 'readings').trimEnd().split('\r\n');
  expect(lines).toHaveLength(1 + run.series.reduce((sum, { points }) => sum + points.length, 0));
  expect(lines[0]).toBe('time,phase,series,unit,value');
  expect(lines.some((line) => line.includes(',hold,'))).toBe(true);
});

test('markdown keeps hostile names text, and the table a table', () => {
  const text = exportRun(roomRun({ kind: hostile, kpis: [{ ...kpi, title: hostile }] }), 'md', 'kpis');
  expect(text).not.toContain('<img');
  const row = text.split('\n').find((line) => line.includes('onerror') && line.startsWith('|')) ?? '';
  expect(row.replaceAll('\\|', '').match(/\|/g)).toHaveLength(9);
});

test('junit fails what was missed and skips what is open', () => {
  const text = exportRun(roomRun({ kpis: [kpi, open], gates: [], kind: 'a "b" <c>' }), 'junit', 'kpis');
  expect(text).toContain('tests="2" failures="1" errors="0" skipped="1"');
  expect(text).toContain('<failure type="CRITICAL" message="CRITICAL: 80 %, target ≥ 100 %"/>');
  expect(text).toContain('name="gomeet a &quot;b&quot; &lt;c&gt;"');
});
