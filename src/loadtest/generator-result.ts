import { z } from 'zod';
import { HistogramSchema } from '../results/histogram.ts';

const count = z.number().nonnegative();

/** What the load generator writes when a room ends, also when it was interrupted: `loadgen.json`. */
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
  bandwidth: z.object({ roomOutBitsPerSecond: count }),
  generator: z.object({
    engine: z.string(),
    cpuSecondsPerMillionPackets: count,
    memoryBytesPerSubscriber: z.number(),
    goroutinesPerSubscriber: z.number(),
    cpuPercentHold: count,
    socketOverflows: count,
    sendLatenessP99Ms: count,
  }),
  publishers: z.array(
    z.object({
      identity: z.string(),
      tracks: z.array(
        z.object({ kind: z.string(), layer: z.string(), packetsSent: count, bytesSent: count }),
      ),
    }),
  ),
  worst: z.array(
    z.object({
      participant: z.number(),
      track: z.string(),
      expected: count,
      received: count,
      reason: z.string(),
    }),
  ),
  errors: z.array(z.object({ what: z.string(), count, example: z.string() })),
});

/** The engine of a generator that never ran. */
export const noEngine = 'none';

export type GeneratorResult = z.output<typeof generatorResultSchema>;
