import { z } from 'zod';
import { choicesSchema } from './choices.ts';
import { eventSchema } from './event.ts';
import { BASES } from './quantity.ts';

const sourceSchema = z.strictObject({
  title: z.string(),
  url: z.string().optional(),
  asOf: z.string().optional(),
  confidence: z.enum(['high', 'medium', 'low', 'none']),
});

/** A quantity as plan.json keeps it: `inputs` name other lines by id, so that a formula can be followed to its roots. */
export const lineSchema = z.strictObject({
  title: z.string(),
  value: z.number(),
  unit: z.string(),
  kind: z.enum(['input', 'formula', 'algorithm']),
  formula: z.string().nullable(),
  inputs: z.record(z.string(), z.string()).describe('name in the formula → id of a line'),
  basis: z.enum(BASES),
  sources: z.array(sourceSchema),
  range: z.strictObject({ low: z.number(), mode: z.number(), high: z.number() }).optional(),
});

/** Machines of one size that do one kind of work. */
const nodePoolSchema = z.strictObject({
  id: z.string().describe('media, worker, …'),
  purpose: z.string(),
  size: z.string().describe('the provider’s name of the size'),
  cores: z.number(),
  memoryBytes: z.number(),
  networkBitsPerSecond: z.number().nullable().describe('limit of the network card; null: not known'),
  nodes: z.int().min(0).describe('with spare'),
  spareNodes: z.int().min(0),
  allocatableCores: z.number().describe('what Kubernetes leaves for pods on one node'),
  allocatableMemoryBytes: z.number(),
});

/** Pods of one kind. */
const workloadSchema = z.strictObject({
  name: z.string().describe('livekit, api-auth, api-signaling, traefik, postgres, …'),
  pool: z.string().describe('id of the node pool'),
  replicas: z.int().min(0),
  maximumReplicas: z.int().nullable().describe('limit of the autoscaler; null: not scaled'),
  cpuMillicores: z.number().describe('request of one pod'),
  memoryBytes: z.number().describe('request of one pod'),
  onePerNode: z.boolean(),
  isStateful: z.boolean(),
});

/**
 * What the bill is made of: one line for everything that a provider charges. `sku` is looked up in the catalogue;
 * `quantity` and `hours` are ids of lines.
 */
const resourceSchema = z.strictObject({
  id: z.string().describe('media-nodes, worker-nodes, egress, postgres, …'),
  title: z.string(),
  kind: z.enum([
    'node',
    'control-plane',
    'load-balancer',
    'database',
    'cache',
    'volume',
    'snapshot',
    'object-storage',
    'registry',
    'egress',
  ]),
  part: z.enum(['media', 'api', 'data', 'edge', 'monitoring', 'storage', 'traffic', 'platform']),
  sku: z.string().nullable().describe('row of the catalogue; null: chosen by kind alone'),
  quantity: z.string().describe('line: how many, or how much a month'),
  hours: z.string().nullable().describe('line: hours a month that each runs; null: not charged by time'),
  minimumMemory: z
    .string()
    .optional()
    .describe(
      'line: bytes of memory that each must have; of a database or cache without a sku the cheapest that has it is taken',
    ),
});

/** What one media node carries, and which limit is met first. */
const mediaSchema = z.strictObject({
  meetingsPerNode: z.number(),
  limitedBy: z.enum(['cpu', 'network', 'packets', 'tracks', 'memory']),
  largestMeetingShareOfNode: z.number().describe('1 is a full node at the targets'),
});

/** `plan.json`: what `plan` writes and deploy, loadtest, cost and audit read. */
export const planSchema = z.strictObject({
  schema: z.literal('gomeet.plan/v1'),
  name: z.string(),
  event: eventSchema,
  choices: choicesSchema,
  calibration: z.string().nullable().describe('profile that replaced assumptions; null: the prior'),
  media: mediaSchema,
  pools: z.array(nodePoolSchema),
  workloads: z.array(workloadSchema),
  resources: z.array(resourceSchema),
  totals: z
    .record(z.string(), z.string())
    .describe(
      'the headline: participants, meetings, egressBitsPerSecond, egressGiBPerMonth, mediaNodes, … → id of a line',
    ),
  lines: z.record(z.string(), lineSchema),
  warnings: z.array(z.string()),
});

export type PlanDocument = z.output<typeof planSchema>;
export type PlanLine = z.output<typeof lineSchema>;
export type NodePool = z.output<typeof nodePoolSchema>;
export type Workload = z.output<typeof workloadSchema>;
export type Resource = z.output<typeof resourceSchema>;
