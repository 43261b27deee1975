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
  const { load, samples, environment } = outcome;
  const result = withWhatWasAsked(outcome);
  const partial = result.partial || outcome.partialReason !== null;
  const kpis = load.kpis.map((id) => judgeKpi(id, kpiEvidence(id, result, samples)));
  const hasRun = result.generator.engine !== noEngine;
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
    counts: { ...result.counts, ...load.counts?.(measured) },
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
 * The merged result, in which a generator that left nothing did not ask for anybody either. Those whom it was to bring are
 * missing all the same, so of a run that ended early the share counts over everyone who was asked for.
 */
function withWhatWasAsked({ load, result, partialReason }: LoadOutcome): GeneratorResult {
  if (partialReason === null || result.generator.engine === noEngine) return result;
  const short = Object.entries(load.countsAsked).filter(
    ([name, asked]) => asked > (result.counts[name] ?? 0),
  );
  return { ...result, counts: { ...result.counts, ...Object.fromEntries(short) } };
}

const iso = (unixMs: number): string => new Date(unixMs).toISOString();
