import type { Finding, GeneratorMeasure, Run, RunEnvironment, Series } from '../results/run.ts';
import { judgeKpi, judgeRun } from '../results/verdict.ts';
import type { Unit } from '../units.ts';
import type { GeneratorResult } from './generator-result.ts';
import type { PlatformSamples, Point } from './platform-samples.ts';
import { roomEvidence } from './room-evidence.ts';
import { roomLimits } from './room-limits.ts';
import type { RoomProfile, RoomRequest } from './room-plan.ts';
import { gateLimits, validityGates } from './validity-gates.ts';

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
  const gates = validityGates(result, samples, environment.host.cpus);
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
    limits: [...roomLimits(result, samples, environment.host.openFilesMax)],
    generator: generatorMeasures(result, environment.host.cpus),
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
  'Percentiles come from merged histograms with buckets no wider than 1/128 of the value; they are never averaged.',
  'Only the hold phase is judged for packets, latency, CPU and memory; sign-in, joining and settling are shown, not judged.',
];

const unitOfSeries: Readonly<Record<string, Unit>> = {
  '1/s': '1/s',
  'packets/s': 'packets/s',
  percent: '%',
  '%': '%',
  ms: 'ms',
  'bit/s': 'bit/s',
  bytes: 'bytes',
  count: 'count',
};

function generatorSeries(series: GeneratorResult['series'][number]): Series {
  const isMegabits = series.unit === 'Mbit/s';
  return {
    name: series.name,
    title: titleOf(series.name),
    unit: isMegabits ? 'bit/s' : (unitOfSeries[series.unit] ?? 'count'),
    points: series.points.map(([at, value]) => [at, isMegabits ? value * 1e6 : value]),
  };
}

/** `packetsPerSecond` → `Packets per second`. */
const titleOf = (name: string): string => {
  const words = name.replaceAll(/([a-z])([A-Z0-9])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

function platformSeries(samples: PlatformSamples): readonly Series[] {
  const series = (name: string, title: string, points: readonly Point[]): Series => ({
    name,
    title,
    unit: '%',
    points: points.map(([at, value]) => [at, value]),
  });
  return [
    series('hostCpuPercent', 'CPU of the host', samples.cpuPercent),
    series('hostMemoryPercent', 'Memory of the host', samples.memoryPercent),
    series('redisMemoryPercent', 'Memory of Redis', samples.redisMemoryPercent),
    ...Object.entries(samples.serviceCpuPercent).map(([service, points]) =>
      series(`cpu.${service}`, `CPU of ${service}, of one core`, points),
    ),
  ];
}

function generatorMeasures(result: GeneratorResult, processors: number): GeneratorMeasure[] {
  const { generator } = result;
  const measure = (
    id: string,
    title: string,
    unit: Unit,
    value: number,
    limit: number | null,
  ): GeneratorMeasure => ({
    id,
    title: `${title}${id === 'engine-cpu' ? ` (${generator.engine})` : ''}`,
    unit,
    value,
    limit,
  });
  return [
    measure(
      'engine-cpu',
      'CPU per million received packets',
      's',
      generator.cpuSecondsPerMillionPackets,
      null,
    ),
    measure('memory', 'Memory per subscriber', 'bytes', generator.memoryBytesPerSubscriber, null),
    measure('goroutines', 'Goroutines per subscriber', 'ratio', generator.goroutinesPerSubscriber, null),
    measure(
      'cpu',
      'CPU in the hold phase, of all cores',
      '%',
      generator.cpuPercentHold / processors,
      gateLimits.generatorCpuPercent,
    ),
    measure('overflows', 'Packets lost at the receiving sockets', 'count', generator.socketOverflows, null),
    measure(
      'lateness',
      'Packets sent late, p99',
      'ms',
      generator.sendLatenessP99Ms,
      gateLimits.sendLatenessP99Ms,
    ),
  ];
}

function roomFindings(outcome: RoomOutcome): Finding[] {
  const findings: Finding[] = [];
  const refused = outcome.refusals.reduce((sum, { count }) => sum + count, 0);
  if (outcome.partialReason !== null) {
    findings.push({
      code: 'run-partial',
      severity: 'error',
      title: 'The run ended early',
      evidence: outcome.partialReason,
      advice: 'Read the errors below, mend the cause and run it again: a partial run never passes.',
    });
  }
  for (const { what, count, example } of outcome.samples.failures) {
    findings.push({
      code: 'platform-fault',
      severity: 'error',
      title: what,
      evidence: `${count} times during the run; for example: ${example}`,
      advice: 'gomeet status and the log of that service say why.',
    });
  }
  if (refused > 0) {
    findings.push({
      code: 'requests-refused',
      severity: 'info',
      title: `${refused} requests were refused by a limit and sent again later`,
      evidence: outcome.refusals
        .map(({ where, status, count }) => `${where}: ${count} × ${status}`)
        .join(', '),
      advice: 'Lower the rate of joining, or raise the limit where real users would hit it too.',
    });
  }
  return findings;
}
