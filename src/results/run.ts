import * as z from 'zod';
import { ExitCode } from '../errors.ts';
import { UNITS } from '../units.ts';
import { HistogramSchema } from './histogram.ts';
import { PROVENANCES, STATUSES } from './verdict.ts';

const unit = z.enum(UNITS);
const count = z.int().nonnegative();
const time = z.iso.datetime().describe('UTC, ISO 8601 with milliseconds');
const status = z.enum(STATUSES);

const KpiResultSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  unit,
  direction: z.enum(['below', 'at-most', 'at-least', 'above']),
  target: z.number(),
  critical: z.number().nullable(),
  measured: z.number().nullable(),
  interval: z
    .tuple([z.number().nullable(), z.number().nullable()])
    .readonly()
    .nullable()
    .describe('95 % interval; null is an end that the samples do not bound'),
  samples: count,
  provenance: z.enum(PROVENANCES),
  status,
  method: z.string(),
  note: z.string().nullable(),
});

const EnvironmentSchema = z.strictObject({
  gomeet: z.strictObject({
    version: z.string(),
    revision: z.string().nullable(),
    dirty: z.boolean().nullable(),
  }),
  host: z.strictObject({
    system: z.string().describe('operating system and kernel'),
    cpuModel: z.string(),
    cpus: count,
    memoryBytes: count,
    openFilesMax: count.nullable(),
  }),
  programs: z.record(z.string(), z.string()).describe('program to version'),
});

const PhaseSchema = z.strictObject({ name: z.string(), startedAt: time, endedAt: time });

const SeriesSchema = z.strictObject({
  name: z.string(),
  title: z.string(),
  unit,
  points: z.array(z.tuple([z.number(), z.number()])).describe('[Unix time in ms, value]'),
});

const GateSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  passed: z.boolean(),
  found: z.string(),
  needed: z.string(),
});

const FindingSchema = z.strictObject({
  code: z.string(),
  severity: z.enum(['info', 'warning', 'error']),
  title: z.string(),
  evidence: z.string(),
  advice: z.string(),
});

/** What a resource of this machine allows, and what follows for a larger run. */
const LimitSchema = z.strictObject({
  id: z.string(),
  title: z.string().describe('the resource, such as "CPU of the host"'),
  unit,
  used: z.number(),
  available: z.number(),
  consequence: z.string().describe('what this machine could not have carried, in a sentence'),
  provenance: z.enum(PROVENANCES),
});

/** A measure of the load generator itself, such as its CPU per million packets. */
const GeneratorMeasureSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  unit,
  value: z.number(),
  limit: z.number().nullable().describe('from here on the generator would be the bottleneck'),
});

const ErrorGroupSchema = z.strictObject({
  what: z.string(),
  count,
  example: z.string(),
  firstAt: time.nullable(),
  lastAt: time.nullable(),
});

const RefusalSchema = z.strictObject({ where: z.string(), status: z.int(), count });

const ShortfallSchema = z
  .strictObject({
    participant: z.string(),
    track: z.string(),
    expected: count,
    received: count,
    reason: z.string(),
  })
  .describe('a participant who did not receive a track whole');

/** What belongs to this kind of run alone, such as the rooms of a load or the steps of a search. */
const TableSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  columns: z.array(z.strictObject({ title: z.string(), unit: unit.nullable().describe('null for words') })),
  rows: z.array(z.array(z.union([z.string(), z.number(), z.null()]))),
});

/** One run, as `run.json` holds it: what was asked, what was measured, what follows. */
export const RunSchema = z.strictObject({
  schema: z.literal('gomeet.run/v1'),
  id: z.string().regex(/^[0-9A-HJKMNP-TV-Z]{26}$/, 'a ULID: 26 characters'),
  kind: z.string().describe('such as "loadtest room"'),
  command: z.string().describe('the command line, without secrets'),
  target: z.string(),
  startedAt: time,
  endedAt: time,
  partial: z.boolean(),
  partialReason: z.string().nullable(),
  environment: EnvironmentSchema,
  parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  phases: z.array(PhaseSchema),
  series: z.array(SeriesSchema),
  histograms: z.record(z.string(), HistogramSchema),
  counts: z.record(z.string(), z.number()),
  kpis: z.array(KpiResultSchema).describe('the KPIs that this run set out to measure'),
  gates: z.array(GateSchema),
  findings: z.array(FindingSchema),
  limits: z.array(LimitSchema),
  generator: z.array(GeneratorMeasureSchema),
  refusals: z.array(RefusalSchema),
  errors: z.array(ErrorGroupSchema),
  shortfalls: z.array(ShortfallSchema),
  tables: z.array(TableSchema).optional(),
  method: z.array(z.string()).describe('sentences on how this run measured'),
  verdict: z.strictObject({ status, exitCode: z.enum(ExitCode), summary: z.string() }),
});

export type Run = z.infer<typeof RunSchema>;
export type Series = z.infer<typeof SeriesSchema>;
export type Phase = z.infer<typeof PhaseSchema>;
export type Finding = z.infer<typeof FindingSchema>;
export type Table = z.infer<typeof TableSchema>;
export type Limit = z.infer<typeof LimitSchema>;
export type GeneratorMeasure = z.infer<typeof GeneratorMeasureSchema>;
export type RunEnvironment = z.infer<typeof EnvironmentSchema>;
