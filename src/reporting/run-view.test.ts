import { expect, test } from 'vitest';
import { roomRun } from '../../tests/support/room-run.ts';
import { judgeKpi } from '../results/verdict.ts';
import { reportListView } from './report-list-view.ts';
import { runView, verdictLine } from './run-view.ts';

const kpis = [
  judgeKpi('participants-joined', { kind: 'share', part: 499, whole: 500 }),
  judgeKpi('uptime', { kind: 'proportion', successes: 300, trials: 300 }),
  judgeKpi('cpu-utilization', { kind: 'gauge', values: Array.from({ length: 30 }, () => 52.2) }),
];
const run = roomRun({ kpis });

test('a run on a wide terminal', () => {
  expect(runView(run, { columns: 120, color: false })).toMatchInlineSnapshot(`
    "✗ MISSED — 1 of 3 targets met · 1 MISSED · 1 INCONCLUSIVE

                    KPI                  Measured    Target  95 % interval  Samples
    ✗ MISSED        Participants joined    99.8 %   ≥ 100 %          exact      500
    ? INCONCLUSIVE  System uptime           100 %  ≥ 99.9 %     99 … 100 %      300
    ✓ PASS          CPU utilization        52.2 %    < 70 %         52.2 %       30

    Notes
      System uptime: cannot prove 99.9 %: it takes 3,000 clean probes

    Refused by the platform
      login: 3 × 429
    "
  `);
});

test('a run on a narrow terminal fits 80 columns', () => {
  const lines = runView(roomRun(), { columns: 80, color: false }).split('\n');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
});

test('colour only where it is asked for', () => {
  expect(runView(run, { columns: 120, color: false })).not.toContain('\u001b');
  expect(verdictLine(run, { columns: 120, color: true })).toContain('\u001b[33m✗ MISSED');
});

test('the list of runs', () => {
  const stored = [
    { id: run.id, directory: 'a', run },
    { id: '01M7WM98BS0000000000000000', directory: 'b', run: roomRun({ partial: true }) },
    { id: '01M7WM98BT0000000000000000', directory: 'c', run: null },
  ];
  expect(reportListView(stored)).toMatchInlineSnapshot(`
    "ID                          WHEN                  KIND           VERDICT                 PARAMETERS
    01M7WM98BR8SHP0T03CNB2AQ86  2026-11-20 14:03 UTC  loadtest room  MISSED                  participants=500 publishers=2 microphones=1 layout=grid-25
    01M7WM98BS0000000000000000  2026-11-20 14:03 UTC  loadtest room  INCONCLUSIVE (partial)  participants=500 publishers=2 microphones=1 layout=grid-25
    01M7WM98BT0000000000000000  2026-11-20 14:03 UTC  —              unfinished
    "
  `);
  expect(reportListView([])).toBe('There are no runs yet. Next: gomeet quickstart\n');
});
