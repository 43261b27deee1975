import { meetsTarget } from '../../results/kpi-definition.ts';
import type { Run } from '../../results/run.ts';
import { mean } from '../../results/statistics.ts';
import type { LoadOutcome } from '../build-run.ts';
import { holdOf } from '../generator-result.ts';
import { type Point, valuesBetween } from '../platform-samples.ts';
import { limitingResource, spoilerOf } from './limiting-resource.ts';

/** One step of the search with what it took. CPU of the host is of all cores, that of a service of one core. */
export interface CapacityStep {
  readonly load: number;
  /** `invalid` is a step whose numbers say nothing of the platform: something else was the limit. */
  readonly outcome: 'met' | 'missed' | 'invalid' | 'partial';
  /** Titles of the KPIs that missed. */
  readonly missed: readonly string[];
  /** What ran out, in words; null where every target was met. */
  readonly limitedBy: string | null;
  readonly hostCpuPercent: number | null;
  readonly hostMemoryPercent: number | null;
  readonly livekitCpuPercent: number | null;
  /** The busiest API process. */
  readonly apiCpuPercent: number | null;
  readonly generatorCpuPercent: number;
  readonly packetLossPercent: number | null;
  readonly videoLatencyP95Ms: number | null;
}

/** A step that ran, judged. A target left undecided for want of samples counts by the value that was measured. */
export function stepOf(
  load: number,
  run: Run,
  { result, samples }: Pick<LoadOutcome, 'result' | 'samples'>,
): CapacityStep {
  const hold = holdOf(result);
  const average = (points: readonly Point[] = []): number | null => {
    const values = hold === undefined ? [] : valuesBetween(points, hold.from, hold.to);
    return values.length === 0 ? null : mean(values);
  };
  const measured = (id: string): number | null => run.kpis.find((kpi) => kpi.id === id)?.measured ?? null;
  const serviceCpuPercent = Object.fromEntries(
    Object.entries(samples.serviceCpuPercent).map(([name, points]) => [name, average(points) ?? 0]),
  );
  const workers = Object.entries(serviceCpuPercent).filter(([name]) => name.startsWith('api-'));
  const hostCpuPercent = average(samples.cpuPercent);
  const hostMemoryPercent = average(samples.memoryPercent);
  const missed = run.kpis
    .filter((kpi) => kpi.measured === null || !meetsTarget(kpi.measured, kpi.direction, kpi.target))
    .map(({ title }) => title);
  const usage = {
    hostCpuPercent,
    hostMemoryPercent,
    serviceCpuPercent,
    generatorCpuPercent: result.generator.cpuPercentHold,
    cpus: run.environment.host.cpus,
  };
  const spoiler = spoilerOf(usage, run.gates);
  const outcome = outcomeOf(run, missed, spoiler);
  return {
    load,
    outcome,
    missed,
    limitedBy:
      outcome === 'missed' ? limitingResource(usage, missed) : outcome === 'invalid' ? spoiler : null,
    hostCpuPercent,
    hostMemoryPercent,
    livekitCpuPercent: serviceCpuPercent.livekit ?? null,
    apiCpuPercent: workers.length === 0 ? null : Math.max(...workers.map(([, percent]) => percent)),
    generatorCpuPercent: usage.generatorCpuPercent,
    packetLossPercent: measured('packet-loss'),
    videoLatencyP95Ms: measured('video-latency-p95'),
  };
}

/** A step that was spoiled may still have met every target: then it is true all the same. */
function outcomeOf(run: Run, missed: readonly string[], spoiler: string | null): CapacityStep['outcome'] {
  if (run.partial) return 'partial';
  const isValid = run.gates.every(({ passed }) => passed);
  if (isValid && missed.length === 0) return 'met';
  return spoiler === null ? 'missed' : 'invalid';
}
