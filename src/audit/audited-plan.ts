import { z } from 'zod';
import { eventSchema } from '../planning/event.ts';
import { cluster, nodePool, sizingTable, workload } from './audited-cluster.ts';
import { bill, money } from './audited-money.ts';
import { derivation, restatement } from './audited-numbers.ts';
import { cache, data, demand, edge, limits, media } from './audited-services.ts';
import { amount, claims, count, percent, place } from './claim.ts';

/** A command or setting that the plan prints, word for word. */
const printed = z.strictObject({ line: z.string().min(1), at: place });

/**
 * A plan as somebody wrote it: every fact is optional, carries where it stands, and may be claimed in several ways at once.
 * `plans/written-2025.yaml` is one; a plan of gomeet's own is turned into one by `claims-of-plan.ts`.
 */
export const auditedPlanSchema = z.strictObject({
  schema: z.literal('gomeet.audited-plan/v1'),
  name: z.string().min(1),
  documents: z.record(z.string(), z.string()).default({}).describe('title of each document that is cited'),
  event: eventSchema
    .optional()
    .describe('what is planned for; without it the reference layout and calendar, with the claimed meetings'),
  demand: demand.prefault({}),
  sizing: z.array(sizingTable).default([]),
  pools: z.array(nodePool).default([]),
  workloads: z.array(workload).default([]),
  cluster: cluster.prefault({}),
  media: media.prefault({}),
  data: data.prefault({}),
  cache: cache.prefault({}),
  edge: edge.prefault({}),
  limits: limits.prefault({}),
  bills: z.array(bill).default([]),
  money: money.prefault({}),
  kpis: z
    .strictObject({
      cpuPercent: claims(percent),
      meetingGbps: claims(amount),
      responseMs: claims(amount),
    })
    .prefault({}),
  growth: z
    .array(z.strictObject({ component: z.string(), fromCores: amount, toCores: amount, at: place }))
    .default([])
    .describe('enlargements that the plan announces'),
  loadTests: z
    .array(
      z.strictObject({
        name: z.string(),
        tool: z.enum(['k6', 'k6-with-webrtc']),
        target: z.enum(['media', 'websocket', 'api', 'all']),
        virtualUsers: count,
        minutes: amount,
        at: place,
      }),
    )
    .default([]),
  team: z.strictObject({ people: claims(count), roles: claims(z.array(z.string())) }).prefault({}),
  commands: z.array(printed).default([]),
  metrics: claims(z.string()),
  requiredWorkloads: claims(z.string()).describe(
    'names of workloads without which the platform does not run',
  ),
  derivations: z.array(derivation).default([]).describe('numbers that the plan prints with their formulas'),
  restatements: z
    .array(restatement)
    .default([])
    .describe('numbers that the plan states in several places of its own'),
  givens: z
    .array(restatement)
    .default([])
    .describe('numbers that follow from the event, with what the plan reckons with'),
});

export type AuditedPlan = z.output<typeof auditedPlanSchema>;
