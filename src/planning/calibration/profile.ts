import { z } from 'zod';

/** What a fit may explain the media server's CPU by, and the unit of the cost that it finds for each. */
export const MEDIA_TERMS = {
  idle: { unit: 'core/node', title: 'CPU of a media server without load' },
  participants: { unit: 'core/participant', title: 'CPU of a participant' },
  tracksOut: { unit: 'core/track', title: 'CPU of a track that a participant receives' },
  tracksIn: { unit: 'core/track', title: 'CPU of a track that a participant sends' },
  packetsOut: { unit: 'core*s/packet', title: 'CPU of a packet out' },
  bitsOut: { unit: 'core*s/bit', title: 'CPU of a bit out (payload)' },
  packetsIn: { unit: 'core*s/packet', title: 'CPU of a packet in' },
} as const;

export type MediaTerm = keyof typeof MEDIA_TERMS;
export const mediaTerms = Object.keys(MEDIA_TERMS) as readonly MediaTerm[];

/** One media server at work, per second; bits are those of the payload. */
export interface MediaLoad {
  readonly participants: number;
  readonly tracksOut: number;
  /** Cameras, shared screens and open microphones that send at a time; all layers of a camera are one. */
  readonly tracksIn: number;
  readonly packetsOut: number;
  readonly bitsOut: number;
  readonly packetsIn: number;
}

const cost = z.strictObject({
  value: z.number().nonnegative(),
  /** Of the estimate; null where the runs do not tell it apart from the others. */
  standardError: z.number().nonnegative().nullable(),
});
export type FittedCost = z.output<typeof cost>;

const interval = z.strictObject({ low: z.number(), high: z.number() });

const observedRun = z.strictObject({
  run: z.string().describe('id of the run'),
  label: z.string().describe('what was on the server'),
  load: z.record(z.string(), z.number()).describe('what the fit explains by'),
  measured: z.number().describe('cores, or bytes'),
  slowness: z
    .number()
    .positive()
    .describe('how much longer than on average the machine took for the same work, by the generator’s CPU'),
  predicted: z.number(),
  relativeError: z.number().describe('(predicted - measured) / measured'),
  /** The same run predicted by a fit to all others. */
  leftOut: z.number().nullable(),
});
export type ObservedRun = z.output<typeof observedRun>;

const fit = z.strictObject({
  costs: z.record(z.string(), cost),
  dropped: z
    .array(z.string())
    .describe('terms that would have cost less than nothing, or that the runs do not tell apart: left out'),
  rSquared: z.number(),
  /** Root mean square of the relative errors of runs that the fit did not see. */
  leaveOneOutError: z.number().nullable(),
  runs: z.array(observedRun),
});
export type Fit = z.output<typeof fit>;

const scalingCurve = z.strictObject({
  of: z.string().describe('the kind of room: layout, cameras, microphones'),
  lambda: z.number().describe('packets/s that one participant receives'),
  sigma: z.number().describe('contention'),
  kappa: z.number().describe('coherency'),
  peakParticipants: z
    .number()
    .nullable()
    .describe('where throughput is highest; null: nothing pulls it down'),
  points: z.array(
    z.strictObject({ participants: z.number(), packetsPerSecond: z.number(), predicted: z.number() }),
  ),
});
export type ScalingCurve = z.output<typeof scalingCurve>;

/** `calibration.json`: what the model learnt from recorded runs, from which runs, and how far it reaches. */
export const calibrationSchema = z.strictObject({
  schema: z.literal('gomeet.calibration/v1'),
  name: z.string().min(1),
  machine: z.strictObject({ cpuModel: z.string(), cpus: z.int().positive(), system: z.string() }),
  programs: z.record(z.string(), z.string()),
  /** Day of the newest run. */
  asOf: z.iso.date(),
  media: z.strictObject({
    cpu: fit,
    generator: fit.describe(
      'CPU of the load generator, whose work is known: the yardstick of the machine’s speed',
    ),
    memory: fit.nullable(),
    join: z.strictObject({ perJoin: cost, runs: z.int() }).nullable(),
    heldOut: z.array(observedRun).describe('runs that no fit has seen, predicted by it'),
    /** The smallest and largest value of each input among the runs: inside is measured, outside extrapolated. */
    range: z.record(z.string(), interval),
  }),
  scaling: z
    .array(scalingCurve)
    .describe('universal scalability law of rooms that were run in several sizes'),
  api: fit.nullable(),
  database: fit.nullable(),
});

export type CalibrationProfile = z.output<typeof calibrationSchema>;

/** Each input of `load` that lies outside what the runs had, in words. */
export function outsideOf(range: CalibrationProfile['media']['range'], load: MediaLoad): readonly string[] {
  return Object.entries(range).flatMap(([name, { low, high }]) => {
    const value = load[name as keyof MediaLoad];
    if (value === undefined || (value >= low && value <= high)) return [];
    return [`${name} ${Math.round(value)}, measured ${Math.round(low)} to ${Math.round(high)}`];
  });
}
