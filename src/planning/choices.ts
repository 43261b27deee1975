import { z } from 'zod';

const share = z.number().min(0.05).max(1);

/** What the operator decides (`plan:` in gomeet.yaml): where it runs, on what, how full, with how much to spare. */
export const choicesSchema = z.strictObject({
  provider: z.string().min(1).default('digitalocean').describe('provider whose machines and prices are used'),
  region: z.string().min(1).default('sgp1').describe('region of that provider'),
  mediaNodeSize: z
    .string()
    .min(1)
    .default('auto')
    .describe('size of a media node, or auto: the cheapest that carries the largest meeting'),
  workerNodeSize: z
    .string()
    .min(1)
    .default('auto')
    .describe('size of the nodes for everything else, or auto'),
  turnNodeSize: z
    .string()
    .min(1)
    .default('auto')
    .describe('size of a TURN node, or auto: the cheapest whose network limit is known'),
  database: z.enum(['self-hosted', 'managed']).default('managed').describe('who runs PostgreSQL and Redis'),
  schedule: z
    .enum(['always-on', 'elastic'])
    .default('always-on')
    .describe('media nodes run the whole month, or only in the hours of load'),
  targets: z
    .strictObject({
      cpu: share.default(0.7).describe('share of the cores in use at the busiest time'),
      network: share.default(0.8).describe('share of the network card'),
      memory: share.default(0.8).describe('share of the memory'),
    })
    .prefault({}),
  spare: z
    .strictObject({
      share: z.number().min(0).max(5).default(0.1).describe('media nodes beyond those needed, as a share'),
      nodes: z.int().min(0).max(1000).default(1).describe('and at least this many'),
    })
    .prefault({}),
  controlPlane: z.enum(['single', 'ha']).default('ha').describe('Kubernetes control plane'),
  growthPerMonth: z
    .number()
    .min(-0.5)
    .max(2)
    .default(0)
    .describe('growth of the meetings a month, 0.05 is 5 %'),
  horizonMonths: z.int().min(1).max(120).default(12).describe('months that a projection looks ahead'),
});

export type Choices = z.output<typeof choicesSchema>;
