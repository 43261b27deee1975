import { Histogram } from '../results/histogram.ts';
import type { GeneratorResult } from './generator-result.ts';

type Series = GeneratorResult['series'][number];

/**
 * The result of several generator processes as if one had run the whole load. Nothing is averaged but costs per unit,
 * and those by what each process had: counts add up, and histograms merge bucket by bucket, so that a percentile of the
 * merged result is the percentile of all samples.
 */
export function mergeResults(results: readonly GeneratorResult[]): GeneratorResult {
  const [first] = results;
  if (first === undefined) throw new RangeError('there is no result to merge');
  if (results.length === 1) return first;
  return {
    schema: 'gomeet.loadgen/v1',
    partial: results.some(({ partial }) => partial),
    startedAt: Math.min(...results.map(({ startedAt }) => startedAt)),
    endedAt: Math.max(...results.map(({ endedAt }) => endedAt)),
    phases: mergePhases(results),
    counts: sumByName(results.map(({ counts }) => counts)),
    histograms: mergeHistograms(results),
    series: mergeSeries(results.flatMap(({ series }) => series)),
    // A room is whole in one process, and the target is one room's.
    bandwidth: {
      roomOutBitsPerSecond: Math.max(...results.map(({ bandwidth }) => bandwidth.roomOutBitsPerSecond)),
    },
    generator: mergeGenerators(results),
    publishers: results.flatMap(({ publishers }) => publishers),
    worst: results
      .flatMap(({ worst }) => worst)
      .sort((a, b) => b.expected - b.received - (a.expected - a.received))
      .slice(0, 20),
    rooms: results.flatMap(({ rooms }) => rooms).sort((a, b) => a.room - b.room),
    errors: mergeErrors(results),
  };
}

/** The hold is when all hold together; every other phase lasts from the first that begins it to the last that ends it. */
function mergePhases(results: readonly GeneratorResult[]): GeneratorResult['phases'] {
  const names = [...new Set(results.flatMap(({ phases }) => phases.map(({ name }) => name)))];
  return names.flatMap((name) => {
    const same = results.flatMap(({ phases }) => phases.filter((phase) => phase.name === name));
    const starts = same.map(({ startedAt }) => startedAt);
    const ends = same.map(({ endedAt }) => endedAt);
    if (name !== 'hold') return [{ name, startedAt: Math.min(...starts), endedAt: Math.max(...ends) }];
    const hold = { name, startedAt: Math.max(...starts), endedAt: Math.min(...ends) };
    return same.length === results.length && hold.endedAt > hold.startedAt ? [hold] : [];
  });
}

function sumByName(records: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const record of records)
    for (const [name, value] of Object.entries(record)) sums[name] = (sums[name] ?? 0) + value;
  return sums;
}

function mergeHistograms(results: readonly GeneratorResult[]): GeneratorResult['histograms'] {
  const merged = new Map<string, Histogram>();
  for (const { histograms } of results) {
    for (const [name, json] of Object.entries(histograms)) {
      merged.set(name, (merged.get(name) ?? new Histogram()).merge(Histogram.fromJson(json)));
    }
  }
  return Object.fromEntries([...merged].map(([name, histogram]) => [name, histogram.toJson()]));
}

/** Times do not add up: of a latency the slowest process is shown. Everything else of one second does. */
function mergeSeries(all: readonly Series[]): Series[] {
  const merged = new Map<string, { unit: string; seconds: Map<number, number> }>();
  for (const { name, unit, points } of all) {
    const into = merged.get(name) ?? { unit, seconds: new Map<number, number>() };
    for (const [at, value] of points) {
      const second = Math.floor(at / 1000) * 1000;
      const known = into.seconds.get(second) ?? 0;
      into.seconds.set(second, unit === 'ms' ? Math.max(known, value) : known + value);
    }
    merged.set(name, into);
  }
  return [...merged].map(([name, { unit, seconds }]) => ({
    name,
    unit,
    points: [...seconds].sort(([a], [b]) => a - b),
  }));
}

function mergeGenerators(results: readonly GeneratorResult[]): GeneratorResult['generator'] {
  const generators = results.map(({ generator }) => generator);
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const participants = (result: GeneratorResult): number =>
    result.counts.participantsJoined ?? result.counts.connectionsHeld ?? 0;
  /** Costs per packet or participant, weighed by how many of them each process had. */
  const weighed = (
    value: (generator: GeneratorResult['generator']) => number | undefined,
    weight: (result: GeneratorResult) => number,
  ): number | undefined => {
    const known = results.filter(({ generator }) => value(generator) !== undefined);
    const whole = sum(known.map(weight));
    return whole === 0
      ? undefined
      : sum(known.map((result) => (value(result.generator) ?? 0) * weight(result))) / whole;
  };
  const optional = {
    cpuSecondsPerMillionPackets: weighed(
      (generator) => generator.cpuSecondsPerMillionPackets,
      ({ counts }) => counts.packetsReceived ?? 0,
    ),
    memoryBytesPerSubscriber: weighed((generator) => generator.memoryBytesPerSubscriber, participants),
    goroutinesPerSubscriber: weighed((generator) => generator.goroutinesPerSubscriber, participants),
    memoryBytesPerConnection: weighed((generator) => generator.memoryBytesPerConnection, participants),
  };
  return {
    engine: [...new Set(generators.map(({ engine }) => engine))].join(', '),
    cpuPercentHold: sum(generators.map(({ cpuPercentHold }) => cpuPercentHold)),
    sendLatenessP99Ms: Math.max(...generators.map(({ sendLatenessP99Ms }) => sendLatenessP99Ms)),
    socketOverflows: sum(generators.map(({ socketOverflows }) => socketOverflows)),
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)),
  };
}

function mergeErrors(results: readonly GeneratorResult[]): GeneratorResult['errors'] {
  const groups = new Map<string, GeneratorResult['errors'][number]>();
  for (const error of results.flatMap(({ errors }) => errors)) {
    const known = groups.get(error.what);
    groups.set(error.what, known ? { ...known, count: known.count + error.count } : error);
  }
  return [...groups.values()];
}
