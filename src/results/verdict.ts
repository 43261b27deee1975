import { ExitCode } from '../errors.ts';
import type { Unit } from '../units.ts';
import { formatQuantity } from '../units.ts';
import type { Estimate, Evidence } from './evidence.ts';
import { estimate } from './evidence.ts';
import type { KpiId } from './kpi.ts';
import { KPIS, kpiById } from './kpi.ts';
import type { Direction, Kpi } from './kpi-definition.ts';
import { isCritical, isLowerBetter, meetsTarget, targetSign } from './kpi-definition.ts';

/** The five verdicts, from good to unknown. */
export const STATUSES = ['PASS', 'MISSED', 'CRITICAL', 'INCONCLUSIVE', 'NO DATA'] as const;
export type Status = (typeof STATUSES)[number];

/** Where a value comes from. Only what was measured or simulated can pass; the other two show what might be. */
export const PROVENANCES = ['measured', 'simulated', 'extrapolated', 'assumed'] as const;
export type Provenance = (typeof PROVENANCES)[number];

/** A KPI with the value of one run. Everything quantitative is in `unit`. */
export interface KpiResult {
  readonly id: string;
  readonly title: string;
  readonly unit: Unit;
  readonly direction: Direction;
  readonly target: number;
  readonly critical: number | null;
  readonly measured: number | null;
  /** 95 % interval; an end that the samples do not bound is null. */
  readonly interval: readonly [low: number | null, high: number | null] | null;
  readonly samples: number;
  readonly provenance: Provenance;
  readonly status: Status;
  readonly method: string;
  /** What the reader has to know beside the status, such as why it is inconclusive. */
  readonly note: string | null;
}

/** A condition without which no number of the run may be believed, such as "the generator was not the bottleneck". */
export interface Gate {
  readonly id: string;
  readonly title: string;
  readonly passed: boolean;
  readonly found: string;
  readonly needed: string;
}

export interface Verdict {
  readonly status: Status;
  readonly exitCode: ExitCode;
  /** The verdict in one line of words. */
  readonly summary: string;
}

type Judged = Kpi & { readonly target: number };

/** `< 150 ms`: the target as people read it. */
export function formatTarget(kpi: { direction: Direction; target: number; unit: Unit }): string {
  return `${targetSign(kpi.direction)} ${formatQuantity(kpi.target, kpi.unit)}`;
}

/** `> 300 ms`: from where on a value is critical; a dash where the source states none. */
export function formatCritical(kpi: { direction: Direction; critical: number | null; unit: Unit }): string {
  if (kpi.critical === null) return '—';
  return `${isLowerBetter(kpi.direction) ? '>' : '<'} ${formatQuantity(kpi.critical, kpi.unit)}`;
}

function statusOf(kpi: Judged, value: Estimate): Status {
  if (value.measured === null) return 'NO DATA';
  const low = value.low ?? Number.NEGATIVE_INFINITY;
  const high = value.high ?? Number.POSITIVE_INFINITY;
  const [best, worst] = isLowerBetter(kpi.direction) ? [low, high] : [high, low];
  if (meetsTarget(worst, kpi.direction, kpi.target)) return 'PASS';
  if (isCritical(best, kpi.direction, kpi.critical)) return 'CRITICAL';
  return meetsTarget(best, kpi.direction, kpi.target) ? 'INCONCLUSIVE' : 'MISSED';
}

/** Samples that would tell the value from the target: an interval narrows with √n, so n·(half width / distance)². */
function samplesNeeded(kpi: Judged, value: Estimate): number | null {
  if (value.measured === null || value.low === null || value.high === null) return null;
  const distance = Math.abs(value.measured - kpi.target);
  const reach = value.measured < kpi.target ? value.high - value.measured : value.measured - value.low;
  const needed = Math.ceil(value.samples * (reach / distance) ** 2);
  return distance === 0 || needed > 1e9 ? null : needed;
}

function noteOf(kpi: Judged, value: Estimate, status: Status): string | null {
  if (status === 'NO DATA') return 'no samples were taken';
  if (status !== 'INCONCLUSIVE') return null;
  if (value.obstacle !== null) return value.obstacle;
  if (kpi.judged.by === 'proportion' && value.measured === 100) {
    const needed = Math.ceil(3 / (1 - kpi.target / 100) - 1e-6);
    return `cannot prove ${formatQuantity(kpi.target, '%')}: it takes ${needed.toLocaleString('en-US')} clean probes`;
  }
  const needed = samplesNeeded(kpi, value);
  const more = needed === null ? '' : `; about ${needed.toLocaleString('en-US')} samples would decide`;
  return `the interval holds the target${more}`;
}

/**
 * Judges one KPI. Throws a RangeError for a KPI without a target: such are tracked, not judged.
 * A value that was not observed (extrapolated, assumed) is INCONCLUSIVE where it would pass.
 */
export function judgeKpi(id: KpiId, evidence: Evidence, provenance: Provenance = 'measured'): KpiResult {
  const kpi = kpiById(id);
  if (kpi.target === null)
    throw new RangeError(`the KPI "${id}" is tracked and has no target to be judged by`);
  const judged: Judged = { ...kpi, target: kpi.target };
  const value = estimate(kpi, evidence);
  const status = statusOf(judged, value);
  const unproven = status === 'PASS' && (provenance === 'extrapolated' || provenance === 'assumed');
  return {
    id,
    title: kpi.title,
    unit: kpi.unit,
    direction: kpi.direction,
    target: judged.target,
    critical: kpi.critical,
    measured: value.measured,
    interval: value.measured === null ? null : [value.low, value.high],
    samples: value.samples,
    provenance,
    status: unproven ? 'INCONCLUSIVE' : status,
    method: value.method,
    note: unproven ? `${provenance}, not observed: it cannot pass` : noteOf(judged, value, status),
  };
}

/** The KPIs that a run did not set out to measure, in the order of the registry. */
export function kpisNotInScope(inScope: readonly Pick<KpiResult, 'id'>[]): readonly Kpi[] {
  const measured = new Set(inScope.map(({ id }) => id));
  return KPIS.filter(({ id }) => !measured.has(id));
}

const EXIT_CODES: Record<Status, ExitCode> = {
  PASS: ExitCode.ok,
  MISSED: ExitCode.missed,
  CRITICAL: ExitCode.critical,
  INCONCLUSIVE: ExitCode.inconclusive,
  'NO DATA': ExitCode.inconclusive,
};

/** The exit code of a verdict: 0 PASS, 3 MISSED, 4 CRITICAL, 5 INCONCLUSIVE and NO DATA. */
export function exitCodeOf(status: Status): ExitCode {
  return EXIT_CODES[status];
}

function runStatus(statuses: readonly Status[], trusted: boolean, partial: boolean): Status {
  if (!trusted) return 'INCONCLUSIVE';
  if (statuses.every((status) => status === 'NO DATA')) return 'NO DATA';
  for (const bad of ['CRITICAL', 'MISSED'] as const) if (statuses.includes(bad)) return bad;
  const undecided = statuses.includes('INCONCLUSIVE') || statuses.includes('NO DATA');
  return undecided || partial ? 'INCONCLUSIVE' : 'PASS';
}

/**
 * The verdict of a run, from the KPIs in its scope and its validity gates. A failed gate makes everything INCONCLUSIVE:
 * numbers taken with a broken ruler are not a miss of the platform. A partial run may miss a target but never passes.
 */
export function judgeRun(run: {
  readonly kpis: readonly Pick<KpiResult, 'status'>[];
  readonly gates: readonly Gate[];
  readonly partial: boolean;
}): Verdict {
  const failed = run.gates.filter((gate) => !gate.passed);
  const statuses = run.kpis.map(({ status }) => status);
  const status = runStatus(statuses, failed.length === 0, run.partial);
  const tally = STATUSES.map((name) => [name, statuses.filter((each) => each === name).length] as const)
    .filter(([name, n]) => n > 0 || name === 'PASS')
    .map(([name, n]) => (name === 'PASS' ? `${n} of ${statuses.length} targets met` : `${n} ${name}`));
  const reasons = failed.map(
    (gate) => `not valid: "${gate.title}" failed (${gate.found}, needed ${gate.needed})`,
  );
  const parts = [...(run.partial ? ['PARTIAL run'] : []), tally.join(' · '), ...reasons];
  return { status, exitCode: exitCodeOf(status), summary: `${status} — ${parts.join('; ')}` };
}
