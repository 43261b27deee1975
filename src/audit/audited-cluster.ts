import { z } from 'zod';
import { amount, claims, count, percent, place } from './claim.ts';

/** What a machine or a pod is for. */
const PARTS = [
  'media',
  'api',
  'relay',
  'recording',
  'data',
  'cache',
  'edge',
  'monitoring',
  'platform',
  'storage',
  'egress',
] as const;
export const part = z.enum(PARTS);
export type Part = z.output<typeof part>;

/** A sizing table as it is printed. Memory printed as GB is what is sold as GiB: nobody makes 64 GB machines of 59.6 GiB. */
export const sizingTable = z.strictObject({
  name: z.string(),
  rows: z.array(
    z.strictObject({
      component: z.string(),
      count,
      cores: amount.optional(),
      memoryGiB: amount.optional(),
      storageTB: amount.optional(),
      at: place,
    }),
  ),
  total: z
    .strictObject({
      count: count.optional(),
      cores: amount.optional(),
      memoryGiB: amount.optional(),
      storageTB: amount.optional(),
      at: place,
    })
    .optional(),
});

/** Machines of one shape. */
export const nodePool = z.strictObject({
  id: z.string(),
  role: z.enum(['media', 'worker', 'control-plane']),
  nodes: claims(count),
  cores: claims(amount),
  memoryGiB: claims(amount),
  networkGbps: claims(amount),
});

const autoscaler = z.strictObject({
  minimum: claims(count),
  maximum: claims(count),
  scaleUpAtCpuPercent: claims(percent),
  scaleUpAtParticipants: claims(count),
  scaleDownBelowCpuPercent: claims(percent),
  metric: claims(z.string()),
  scalesInByItself: claims(z.boolean()).describe('pods are taken away while people are on them'),
});

/** Pods of one kind. `pool` may be left out: then they run on the workers. */
export const workload = z.strictObject({
  name: z.string(),
  part,
  pool: z.string().optional(),
  replicas: claims(count),
  cpuMillicores: claims(amount),
  memoryGiB: claims(amount),
  onePerNode: z.boolean().default(false),
  isStateful: z.boolean().default(false),
  autoscaler: autoscaler.optional(),
});

export const cluster = z.strictObject({
  provider: claims(z.string()),
  region: claims(z.string()),
  kubernetesMinor: claims(count).describe('24 is Kubernetes 1.24'),
  hasManagedControlPlane: claims(z.boolean()),
  nodes: claims(count).describe('workers in all'),
  namespaces: claims(z.array(z.string())),
  storageTB: claims(amount).describe('in all'),
  storageClasses: claims(z.string()),
  recordingStore: claims(z.enum(['volume', 'object-storage'])),
  everythingIsAutoscaled: claims(z.boolean()),
  trafficPolicy: claims(z.enum(['least-privilege', 'same-namespace'])),
});

export type NodePoolClaims = z.output<typeof nodePool>;
export type WorkloadClaims = z.output<typeof workload>;
