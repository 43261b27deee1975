import { z } from 'zod';
import { HistogramSchema } from '../results/histogram.ts';

const count = z.number().nonnegative();

/** What a generator process writes when its load ends, also when it was interrupted: `loadgen.json`. */
export const generatorResultSchema = z.object({
  schema: z.literal('gomeet.loadgen/v1'),
  partial: z.boolean(),
  startedAt: z.number(),
  endedAt: z.number(),
  phases: z.array(z.object({ name: z.string(), startedAt: z.number(), endedAt: z.number() })),
  counts: z.record(z.string(), count),
  histograms: z.record(z.string(), HistogramSchema),
  series: z.array(
    z.object({ name: z.string(), unit: z.string(), points: z.array(z.tuple([z.number(), z.number()])) }),
  ),
  /** Bits a second that the busiest room got; 0 where no media were received. */
  bandwidth: z.object({ roomOutBitsPerSecond: count }).default({ roomOutBitsPerSecond: 0 }),
  /** The generator's own health. CPU is in percent of one core; what a kind of load does not have, it leaves out. */
  generator: z.object({
    engine: z.string(),
    cpuPercentHold: count,
    sendLatenessP99Ms: count,
    socketOverflows: count.default(0),
    cpuSecondsPerMillionPackets: count.optional(),
    memoryBytesPerSubscriber: z.number().optional(),
    goroutinesPerSubscriber: z.number().optional(),
    memoryBytesPerConnection: z.number().optional(),
  }),
  publishers: z
    .array(
      z.object({
        identity: z.string(),
        tracks: z.array(
          z.object({ kind: z.string(), layer: z.string(), packetsSent: count, bytesSent: count }),
        ),
      }),
    )
    .default([]),
  worst: z
    .array(
      z.object({
        participant: z.number(),
        /** Number of the room that the participant is counted in, where there are several. */
        room: z.number().optional(),
        track: z.string(),
        expected: count,
        received: count,
        reason: z.string(),
      }),
    )
    .default([]),
  /** What each room received in the hold phase. */
  rooms: z
    .array(
      z.object({
        room: z.number(),
        name: z.string(),
        participantsRequested: count,
        participantsJoined: count,
        participantsReceiving: count,
        tracksExpected: count,
        tracksReceived: count,
        packetsExpected: count,
        packetsLost: count,
        freezes: count,
        outBitsPerSecond: count,
      }),
    )
    .default([]),
  errors: z.array(z.object({ what: z.string(), count, example: z.string() })),
});

/** The engine of a generator that never ran. */
export const noEngine = 'none';

export type GeneratorResult = z.output<typeof generatorResultSchema>;

/** What stands in for the result of a generator that left none: nothing measured, so everything is NO DATA. */
export function emptyResult(
  counts: Readonly<Record<string, number>>,
  startedAt: number,
  endedAt: number,
): GeneratorResult {
  return {
    schema: 'gomeet.loadgen/v1',
    partial: true,
    startedAt,
    endedAt,
    phases: [],
    counts: { ...counts },
    histograms: {},
    series: [],
    bandwidth: { roomOutBitsPerSecond: 0 },
    generator: { engine: noEngine, cpuPercentHold: 0, sendLatenessP99Ms: 0, socketOverflows: 0 },
    publishers: [],
    worst: [],
    rooms: [],
    errors: [],
  };
}

/** The hold phase in Unix milliseconds; undefined when the run did not get that far. */
export function holdOf(result: GeneratorResult): { from: number; to: number } | undefined {
  const hold = result.phases.find(({ name }) => name === 'hold');
  return hold && { from: hold.startedAt, to: hold.endedAt };
}
