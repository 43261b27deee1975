import type { GeneratorMeasure, Series } from '../results/run.ts';
import type { Unit } from '../units.ts';
import type { GeneratorResult } from './generator-result.ts';
import type { PlatformSamples, Point } from './platform-samples.ts';
import { gateLimits } from './validity-gates.ts';

const unitOfSeries: Readonly<Record<string, Unit>> = {
  '1/s': '1/s',
  'packets/s': 'packets/s',
  percent: '%',
  '%': '%',
  B: 'bytes',
  ms: 'ms',
  'bit/s': 'bit/s',
  bytes: 'bytes',
  count: 'count',
};

/** A series of the generator in the run's own units. */
export function generatorSeries(series: GeneratorResult['series'][number]): Series {
  const isMegabits = series.unit === 'Mbit/s';
  return {
    name: series.name,
    title: titleOf(series.name),
    unit: isMegabits ? 'bit/s' : (unitOfSeries[series.unit] ?? 'count'),
    points: series.points.map(([at, value]) => [Math.round(at), rounded(isMegabits ? value * 1e6 : value)]),
  };
}

/** Four digits are more than a chart shows and keep the report small. */
const rounded = (value: number): number => Number(value.toPrecision(4));

/** `packetsPerSecond` → `Packets per second`. */
const titleOf = (name: string): string => {
  const words = name.replaceAll(/([a-z])([A-Z0-9])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** What gomeet sampled itself. */
export function platformSeries(samples: PlatformSamples): readonly Series[] {
  const series = (name: string, title: string, points: readonly Point[], unit: Unit = '%'): Series => ({
    name,
    title,
    unit,
    points: points.map(([at, value]) => [Math.round(at), rounded(value)]),
  });
  return [
    series('hostCpuPercent', 'CPU of the host', samples.cpuPercent),
    series('hostMemoryPercent', 'Memory of the host', samples.memoryPercent),
    series('redisMemoryPercent', 'Memory of Redis', samples.redisMemoryPercent),
    ...Object.entries(samples.serviceCpuPercent).map(([service, points]) =>
      series(`cpu.${service}`, `CPU of ${service}, of one core`, points),
    ),
    ...apiMemory(samples).map((points) =>
      series('apiMemoryBytes', 'Memory of the API, all processes', points, 'bytes'),
    ),
    ...Object.entries(samples.serviceMemoryBytes)
      .filter(([service]) => service === 'livekit')
      .map(([, points]) => series('mediaServerMemoryBytes', 'Memory of the media server', points, 'bytes')),
  ];
}

/** The memory of all API processes at each reading that has all of them; none where it was not read. */
function apiMemory({ serviceMemoryBytes }: PlatformSamples): readonly Point[][] {
  const processes = Object.entries(serviceMemoryBytes).filter(([service]) => service.startsWith('api-'));
  const sums = new Map<number, { bytes: number; processes: number }>();
  for (const [, points] of processes) {
    for (const [at, bytes] of points) {
      const sum = sums.get(at) ?? { bytes: 0, processes: 0 };
      sums.set(at, { bytes: sum.bytes + bytes, processes: sum.processes + 1 });
    }
  }
  const whole = [...sums].filter(([, sum]) => sum.processes === processes.length);
  return whole.length === 0 ? [] : [whole.map(([at, { bytes }]) => [at, bytes])];
}

/** The generator's own health, with the limits of the validity gates. */
export function generatorMeasures(result: GeneratorResult, processors: number): GeneratorMeasure[] {
  const { generator } = result;
  const measure = (
    id: string,
    title: string,
    unit: Unit,
    value: number,
    limit: number | null,
  ): GeneratorMeasure => ({
    id,
    title,
    unit,
    value,
    limit,
  });
  const known = (id: string, title: string, unit: Unit, value: number | undefined): GeneratorMeasure[] =>
    value === undefined ? [] : [measure(id, title, unit, value, null)];
  return [
    ...known(
      'engine-cpu',
      `CPU per million received packets (${generator.engine})`,
      's',
      generator.cpuSecondsPerMillionPackets,
    ),
    ...known('memory', 'Memory per subscriber', 'bytes', generator.memoryBytesPerSubscriber),
    ...known('connection-memory', 'Memory per connection', 'bytes', generator.memoryBytesPerConnection),
    ...known('goroutines', 'Goroutines per subscriber', 'count', generator.goroutinesPerSubscriber),
    measure(
      'cpu',
      `CPU in the hold phase, of all cores (${generator.engine})`,
      '%',
      generator.cpuPercentHold / processors,
      gateLimits.generatorCpuPercent,
    ),
    measure('overflows', 'Packets lost at the receiving sockets', 'count', generator.socketOverflows, null),
    measure('lateness', 'Sent late, p99', 'ms', generator.sendLatenessP99Ms, gateLimits.sendLatenessP99Ms),
  ];
}
