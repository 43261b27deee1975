import { z } from 'zod';
import { ExitCode } from '../errors.ts';
import { UNITS } from '../units.ts';
import { EVENTS_SCHEMA } from './event-line.ts';

/** One number of work under way, in its base unit: people joined, bits a second, the generator's share of its cores. */
const figureSchema = z.strictObject({
  /** Stable name for programs, such as `videoLatencyP95Ms`. */
  id: z.string(),
  title: z.string(),
  value: z.number(),
  unit: z.enum(UNITS),
  /** What the value is to become; null where nobody knows, or there is no end to it. */
  of: z.number().nullable(),
  /** Above it something is wrong; null where any value is well. */
  limit: z.number().nullable(),
  /** A few words beside it; empty where there is nothing to add. */
  remark: z.string(),
});

export type Figure = z.output<typeof figureSchema>;

/** How far a step is. `done` and `total` are in the same unit; null where the step does not count. */
const standing = {
  done: z.number().nullable(),
  total: z.number().nullable(),
  unit: z.enum(['count', 's']),
  text: z.string(),
  figures: z.array(figureSchema),
};
const ofStep = { step: z.int().positive(), title: z.string() };
const time = { at: z.number() };

/** Everything that happens while a command works, in order; `at` is Unix time in milliseconds. */
const progressEventSchema = z.discriminatedUnion('event', [
  z.strictObject({ event: z.literal('begun'), ...time, command: z.string(), version: z.string() }),
  z.strictObject({ event: z.literal('step-begun'), ...time, ...ofStep }),
  z.strictObject({
    event: z.literal('step-progress'),
    ...time,
    ...ofStep,
    elapsedMs: z.number(),
    ...standing,
  }),
  z.strictObject({
    event: z.literal('step-ended'),
    ...time,
    ...ofStep,
    elapsedMs: z.number(),
    ok: z.boolean(),
    ...standing,
  }),
  z.strictObject({ event: z.literal('note'), ...time, text: z.string() }),
  z.strictObject({ event: z.literal('warning'), ...time, text: z.string() }),
  z.strictObject({
    event: z.literal('error'),
    ...time,
    code: z.string(),
    message: z.string(),
    hint: z.string().nullable(),
    docs: z.string().nullable(),
    causes: z.array(z.string()),
  }),
  z.strictObject({
    event: z.literal('ended'),
    ...time,
    exitCode: z.enum(ExitCode),
    /** What to type next; null where the result or an error has said so. */
    next: z.string().nullable(),
  }),
]);

export type ProgressEvent = z.output<typeof progressEventSchema>;
export type StepEvent = Extract<ProgressEvent, { event: 'step-progress' | 'step-ended' }>;
export type Standing = Pick<StepEvent, 'done' | 'total' | 'unit' | 'text' | 'figures'>;

/** A line of `--events ndjson`: an event that names its schema. */
export const eventLineSchema = z.union(
  progressEventSchema.options.map((event) => event.extend({ schema: z.literal(EVENTS_SCHEMA) })),
);
