import type { Basis } from '../../planning/quantity.ts';
import { OPERATING_KPIS } from '../../results/kpi.ts';
import type { Run } from '../../results/run.ts';
import { isSound } from '../../results/run-history.ts';
import type { KpiResult } from '../../results/verdict.ts';
import { formatNumber } from '../../units.ts';
import type { ReadinessFacts } from './facts.ts';

/** A KPI as it was last measured by a sound run, and at how large a load. */
export interface MeasuredKpi {
  readonly kpi: KpiResult;
  readonly run: Run;
  readonly load: string;
}

const LOADS = [
  ['participantsReceiving', 'people'],
  ['connectionsHeld', 'connections'],
] as const;

/** What a run had to bear, in words. */
function loadOf({ counts, parameters }: Run): string {
  const told = LOADS.flatMap(([name, what]) => {
    const n = counts[name];
    return n === undefined || n === 0 ? [] : [`${formatNumber(n)} ${what}`];
  });
  if (told.length > 0) return told.join(', ');
  return typeof parameters.ratePerSecond === 'number' ? `${parameters.ratePerSecond} journeys/s` : '—';
}

/** The KPIs that the platform is held to while it runs: of each the value of the sound run that bore the largest load. */
export function measuredKpis(runs: readonly Run[]): readonly MeasuredKpi[] {
  const load = ({ counts }: Run): number => Math.max(0, ...LOADS.map(([name]) => counts[name] ?? 0));
  return OPERATING_KPIS.flatMap((id) => {
    const found = runs.filter(isSound).flatMap((run) => {
      const kpi = run.kpis.find((each) => each.id === id);
      return kpi === undefined || kpi.measured === null ? [] : [{ kpi, run, load: loadOf(run) }];
    });
    const [heaviest] = found.toSorted((a, b) => load(b.run) - load(a.run));
    return heaviest === undefined ? [] : [heaviest];
  });
}

/** A figure that the plan rests on, and where it comes from. */
export interface PlannedFigure {
  readonly title: string;
  readonly value: number;
  readonly unit: string;
  readonly basis: Basis;
  readonly formula: string | null;
}

const FIGURES = [
  'participants',
  'egressBitsPerSecond',
  'packetsOutPerSecond',
  'mediaNodes',
  'workerNodes',
  'turnNodes',
  'joinsPerSecond',
  'egressGiBPerMonth',
  'postgresQueriesPerSecond',
] as const;

/** The headline figures of the plan with their bases: a formula is as sure as the weakest of what goes into it. */
export const plannedFigures = ({
  priced: { plan },
}: Pick<ReadinessFacts, 'priced'>): readonly PlannedFigure[] =>
  FIGURES.flatMap((name) => {
    const line = plan.lines[plan.totals[name] ?? ''];
    if (line === undefined) return [];
    const { title, value, unit, basis, formula } = line;
    return [{ title, value, unit, basis, formula }];
  });
