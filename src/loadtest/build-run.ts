import type { Run, RunEnvironment } from '../results/run.ts';
import { judgeKpi, judgeRun } from '../results/verdict.ts';
import { type GeneratorResult, noEngine } from './generator-result.ts';
import { kpiEvidence } from './kpi-evidence.ts';
import type { Load, Measured } from './load.ts';
import type { PlatformSamples } from './platform-samples.ts';
import { runFindings } from './run-findings.ts';
import { generatorMeasures, generatorSeries, platformSeries } from './run-series.ts';
import { validityGates } from './validity-gates.ts';

/** Everything that a finished (or interrupted) load is judged by. */
export interface LoadOutcome {
  readonly id: string;
  readonly load: Load;
  readonly command: string;
  readonly target: string;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly environment: RunEnvironment;
  readonly result: GeneratorResult;
  readonly samples: PlatformSamples;
  /** Requests that the API refused, by where and status; they were retried when the API said so. */
  readonly refusals: Run['refusals'];
  /** Why the run ended early, or null. */
  readonly partialReason: string | null;
}

/** Judges a load: pure, from what was measured to the run that the report shows. */
export function buildRun(outcome: LoadOutcome): Run {
  const { load, result, samples, environment } = outcome;
  const partial = result.partial || outcome.partialReason !== null;
  const hasRun = result.generator.engine !== noEngine;
  // What was asked of a generator that never ran is no evidence: nobody tried to join.
  const shown = hasRun ? result : { ...result, counts: {} };
  const kpis = load.kpis.map((id) => judgeKpi(id, kpiEvidence(id, shown, samples)));
  const gates = hasRun ? validityGates(result, samples, environment.host.cpus) : [];
  const { openFilesMax, cpus: processors } = environment.host;
  const measured: Measured = { result, samples, openFilesMax, processors };
  return {
    schema: 'gomeet.run/v1',
    id: outcome.id,
    kind: load.kind,
    command: outcome.command,
    target: outcome.target,
    startedAt: iso(outcome.startedAt),
    endedAt: iso(outcome.endedAt),
    partial,
    partialReason: outcome.partialReason,
    environment,
    parameters: { ...load.parameters },
    phases: result.phases.map(({ name, startedAt, endedAt }) => ({
      name,
      startedAt: iso(startedAt),
      endedAt: iso(endedAt),
    })),
    series: [...result.series.map(generatorSeries), ...platformSeries(samples)],
    histograms: result.histograms,
    counts: { ...countsTold(outcome), ...load.counts?.(measured) },
    kpis,
    gates: [...gates],
    findings: [...runFindings(outcome), ...(load.findings?.(measured) ?? [])],
    limits: [...(load.limits?.(measured) ?? [])],
    generator: hasRun ? generatorMeasures(result, environment.host.cpus) : [],
    refusals: outcome.refusals,
    errors: [...result.errors, ...samples.failures].map((error) => ({
      ...error,
      firstAt: null,
      lastAt: null,
    })),
    shortfalls: result.worst.map(({ participant, room, ...worst }) => ({
      ...worst,
      participant: room === undefined ? String(participant) : `${participant} of room ${room}`,
    })),
    ...(load.tables && { tables: [...load.tables(measured)] }),
    method: [...load.method],
    verdict: judgeRun({ kpis, gates, partial }),
  };
}

/**
 * Counts of a run that ended early, with those whom a generator that left nothing was to bring: it says so no more. KPIs do
 * without them, since that they are missing is the generator's fault and not the platform's; such a run never passes.
 */
function countsTold({ load, result, partialReason }: LoadOutcome): Run['counts'] {
  if (partialReason === null || result.generator.engine === noEngine) return result.counts;
  const short = Object.entries(load.countsAsked).filter(
    ([name, asked]) => asked > (result.counts[name] ?? 0),
  );
  return { ...result.counts, ...Object.fromEntries(short) };
}

const iso = (unixMs: number): string => new Date(unixMs).toISOString();
