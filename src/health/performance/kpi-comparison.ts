import { kpiById, OPERATING_KPIS, type OperatingKpi } from '../../results/kpi.ts';
import type { Run, Table } from '../../results/run.ts';
import { formatCritical, formatTarget } from '../../results/verdict.ts';
import { formatQuantity } from '../../units.ts';

interface Compared {
  readonly run: Pick<Run, 'kpis' | 'counts'>;
  /** The newest performance-check before this one; null at the first. */
  readonly last: Pick<Run, 'kpis' | 'counts' | 'startedAt'> | null;
  /** The same figures as the platform's own Prometheus has them. */
  readonly own: ReadonlyMap<OperatingKpi, number>;
}

/** The KPI table: target and critical value, this run, the last one, by how much it changed, and what the platform itself saw. */
export function kpiComparison({ run, last, own }: Compared): Table {
  const words = [
    'KPI',
    'Target',
    'Critical',
    'This run',
    'Last run',
    'Change',
    'By the platform’s Prometheus',
  ];
  return {
    id: 'kpi-comparison',
    title:
      last === null
        ? 'KPI table'
        : `KPI table, beside the run of ${last.startedAt.slice(0, 16).replace('T', ' ')}`,
    columns: words.map((title) => ({ title, unit: null })),
    rows: OPERATING_KPIS.map((id) => {
      const { title, unit, target, critical, direction } = kpiById(id);
      const [now, before] = [measuredIn(run, id), last === null ? null : measuredIn(last, id)];
      const shown = (value: number | null | undefined): string | null =>
        value === null || value === undefined ? null : formatQuantity(value, unit);
      return [
        title,
        target === null ? null : formatTarget({ target, unit, direction }),
        formatCritical({ critical, unit, direction }),
        shown(now),
        shown(before),
        now === null || before === null ? null : changeText(now, before),
        shown(own.get(id)),
      ];
    }),
  };
}

/** A run of this size cannot hold 50,000 sockets, so it does not judge them; it says how many it held. */
function measuredIn({ kpis, counts }: Pick<Run, 'kpis' | 'counts'>, id: OperatingKpi): number | null {
  const judged = kpis.find((kpi) => kpi.id === id)?.measured;
  return judged ?? (id === 'websocket-connections' ? (counts.connectionsHeld ?? null) : null);
}

function changeText(now: number, before: number): string {
  if (before === 0) return now === 0 ? '±0 %' : 'from 0';
  const percent = (100 * (now - before)) / before;
  return `${percent > 0 ? '+' : percent < 0 ? '−' : '±'}${Math.abs(percent).toFixed(0)} %`;
}
