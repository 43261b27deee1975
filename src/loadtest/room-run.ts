import type { Run, RunEnvironment } from '../results/run.ts';
import { judgeKpi, judgeRun } from '../results/verdict.ts';
import { type GeneratorResult, noEngine } from './generator-result.ts';
import type { PlatformSamples } from './platform-samples.ts';
import { roomEvidence } from './room-evidence.ts';
import { roomFindings } from './room-findings.ts';
import { roomLimits } from './room-limits.ts';
import type { RoomProfile, RoomRequest } from './room-plan.ts';
import { generatorMeasures, generatorSeries, platformSeries } from './room-series.ts';
import { validityGates } from './validity-gates.ts';

/** Everything that a finished (or interrupted) room run is judged by. */
export interface RoomOutcome {
  readonly id: string;
  readonly profile: RoomProfile;
  readonly command: string;
  readonly target: string;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly request: RoomRequest;
  readonly environment: RunEnvironment;
  readonly result: GeneratorResult;
  readonly samples: PlatformSamples;
  /** Requests that the API refused, by where and status; they were retried when the API said so. */
  readonly refusals: Run['refusals'];
  /** Why the run ended early, or null. */
  readonly partialReason: string | null;
}

/** Judges a room: pure, from what was measured to the run that the report shows. */
export function buildRoomRun(outcome: RoomOutcome): Run {
  const { request, result, samples, environment } = outcome;
  const partial = result.partial || outcome.partialReason !== null;
  const kpis = outcome.profile.kpis.map((id) => judgeKpi(id, roomEvidence(id, result, samples)));
  const hasRun = result.generator.engine !== noEngine;
  const gates = hasRun ? validityGates(result, samples, environment.host.cpus) : [];
  return {
    schema: 'gomeet.run/v1',
    id: outcome.id,
    kind: outcome.profile.kind,
    command: outcome.command,
    target: outcome.target,
    startedAt: iso(outcome.startedAt),
    endedAt: iso(outcome.endedAt),
    partial,
    partialReason: outcome.partialReason,
    environment,
    parameters: { ...request },
    phases: result.phases.map(({ name, startedAt, endedAt }) => ({
      name,
      startedAt: iso(startedAt),
      endedAt: iso(endedAt),
    })),
    series: [...result.series.map(generatorSeries), ...platformSeries(samples)],
    histograms: result.histograms,
    counts: result.counts,
    kpis,
    gates: [...gates],
    findings: roomFindings(outcome),
    limits: [...roomLimits(result, samples, request, environment.host.openFilesMax)],
    generator: hasRun ? generatorMeasures(result, environment.host.cpus) : [],
    refusals: outcome.refusals,
    errors: [...result.errors, ...samples.failures].map((error) => ({
      ...error,
      firstAt: null,
      lastAt: null,
    })),
    shortfalls: result.worst.map((worst) => ({ ...worst, participant: String(worst.participant) })),
    method,
    verdict: judgeRun({ kpis, gates, partial }),
  };
}

const iso = (unixMs: number): string => new Date(unixMs).toISOString();

const method = [
  'Every participant signs in, joins and opens a WebSocket through the API, from a source address of its own, under the limits of production.',
  'Time to join and time to first frame count from the intended moment of the join schedule, so a generator that lags cannot hide waiting.',
  'Latency is one-way, for every packet: from the intended send time, carried in the abs-capture-time header extension, to the kernel time of arrival. Sender and receivers share one clock.',
  'A track counts as received when at least 99 % of the packets that its publisher sent on the asked layer, during the hold phase, arrived.',
];
