import { z } from 'zod';
import { STATUSES } from '../results/verdict.ts';

const ms = z.number().nonnegative().nullable();
const rows = z.int().nonnegative().nullable();

const doorSchema = z.object({
  door: z.string(),
  judged: z.boolean().describe('whether its outage counts for the objective'),
  probes: z.int(),
  failures: z.int(),
  detectionMs: ms,
  rtoFirstMs: ms,
  rtoStableMs: ms,
  downMs: z.number().nonnegative(),
  reason: z.string().nullable(),
  example: z.string().nullable().describe('what the first failure said'),
});

const alertSchema = z.object({
  name: z.string(),
  severity: z.string(),
  afterMs: z.number().describe('from the fault until it was sent'),
  resolvedAfterMs: z.number().nullable(),
});

const timelineSchema = z.object({
  atMs: z.number().describe('from the first fault; before it negative'),
  kind: z.enum(['fault', 'probe', 'platform', 'alert', 'media', 'recovery', 'note']),
  text: z.string(),
});

/** One run of a drill. What is null has its reason in `reasons`. Times are milliseconds from the first fault. */
const drillRunSchema = z.object({
  verdict: z.enum(STATUSES),
  why: z.array(z.string()).describe('what kept it from passing'),
  detectionMs: ms.describe('until the first probe failed or the platform said that something is wrong'),
  rtoFirstMs: ms.describe('until every judged door had given a good answer again'),
  rtoStableMs: ms.describe('until the good answer after which every judged door was free of errors for 30 s'),
  rtoRedundantMs: ms.describe('until every service was ready again'),
  rpoRows: rows.describe('acknowledged writes that are not there'),
  givenUpRows: rows.describe(
    'of those, written after the moment to which a restore went back, and so given up',
  ),
  rpoMs: ms.describe('how far back in time the loss reaches'),
  phantomRows: rows.describe('writes that are there and were never acknowledged'),
  doubledRows: rows,
  acknowledgedWrites: z.int(),
  probesMadePercent: z
    .number()
    .describe(
      'of the probes that were due; a machine that is too busy makes fewer, and its figures decide nothing',
    ),
  participants: z.int().describe('people who were in the room'),
  participantsAffected: z.int().nullable().describe('people whose media were away'),
  mediaGapMs: z.object({ median: z.number(), max: z.number() }).nullable(),
  mediaBackMs: ms.describe('until everybody received media again'),
  reasons: z.record(z.string(), z.string()).describe('why a value is null or zero, by its name'),
  commands: z.array(z.string()).describe('what a person would have typed to break the same'),
  proofs: z.array(z.string()).describe('how the fault was seen from outside'),
  healthy: z
    .boolean()
    .nullable()
    .describe('what the health check said afterwards; null when it was not asked'),
  interrupted: z.boolean(),
  doors: z.array(doorSchema),
  alerts: z.array(alertSchema),
  timeline: z.array(timelineSchema),
});

export const drillResultSchema = z.object({
  id: z.string(),
  title: z.string(),
  hypothesis: z.string(),
  objective: z.string(),
  verdict: z.enum(STATUSES),
  runs: z.array(drillRunSchema),
});

export type DoorFigures = z.output<typeof doorSchema>;
export type DrillRun = z.output<typeof drillRunSchema>;
export type DrillResult = z.output<typeof drillResultSchema>;
export type FiredAlert = z.output<typeof alertSchema>;
