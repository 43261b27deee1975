import { z } from 'zod';
import { buildProvingGround } from '../../deployment/kubernetes/build-proving-ground.ts';
import { proofView } from '../../deployment/kubernetes/proof-view.ts';
import { provePlan } from '../../deployment/kubernetes/prove-plan.ts';
import { ExitCode } from '../../errors.ts';
import { defineCommand } from '../command.ts';
import { kubernetesFlags } from '../deploy/kubernetes-flags.ts';
import { onOff } from '../flag-schemas.ts';
import { proofSubjectOf } from './proof-subject.ts';

const pods = z.int().min(0);

export const planProve = defineCommand({
  description:
    'Has the real scheduler of Kubernetes place every pod of the platform on the nodes of a plan: as planned, with one node of each ' +
    'pool lost, and with a new version beside the old one. Runs on a control plane of its own on this machine, with nodes that are ' +
    'played; no cluster is touched. Without a file the plan of gomeet.yaml. Exits 3 when something does not fit.',
  examples: [
    'gomeet plan prove',
    'gomeet plan prove plan.json --overlay self-hosted --environment staging',
    'gomeet plan prove plans/written-2025.yaml',
  ],
  next: 'gomeet deploy --target kubernetes --dry-run',
  arguments: {
    file: { name: '[plan]', description: 'a plan.json or a written plan', schema: z.string().min(1) },
  },
  flags: {
    kubernetes: {
      flags: '--kubernetes',
      description: 'by the scheduler of Kubernetes, which is the default',
      schema: onOff,
    },
    overlay: kubernetesFlags.overlay,
    environment: kubernetesFlags.environment,
  },
  data: z.strictObject({
    title: z.string().describe('what was proved'),
    scheduler: z.string().describe('version of kube-scheduler'),
    holds: z.boolean().describe('whether every scenario holds'),
    pools: z.array(
      z.strictObject({
        id: z.string(),
        nodes: z.int().min(0),
        spareNodes: z.int().min(0),
        allocatableCores: z.number().describe('of one node'),
        allocatableMemoryBytes: z.number().describe('of one node'),
      }),
    ),
    scenarios: z.array(
      z.strictObject({
        id: z.string().describe('planned, lost-<pool>, surge'),
        title: z.string(),
        pods,
        placed: pods,
        holds: z.boolean(),
        unplaced: z.array(
          z.strictObject({
            workload: z.string(),
            pods,
            kind: z
              .enum(['never', 'no-room', 'spare', 'refused'])
              .describe(
                'never: an empty node is too small; no-room: all nodes are too full; spare: the plan can do without; refused by the API server',
              ),
            arithmetic: z.string(),
            scheduler: z.string().describe('what the scheduler said of one of the pods'),
          }),
        ),
      }),
    ),
  }),
  async run(ctx, { file, overlay, environment = 'production' }) {
    const subject = await proofSubjectOf(ctx, { file, overlay, environment });
    await buildProvingGround(ctx);
    const { scenarios, pools, ...proof } = await provePlan(ctx, subject);
    return {
      data: {
        ...proof,
        pools: [...pools],
        scenarios: scenarios.map((scenario) => ({ ...scenario, unplaced: [...scenario.unplaced] })),
      },
      text: proofView({ ...proof, pools, scenarios }),
      exitCode: proof.holds ? ExitCode.ok : ExitCode.missed,
    };
  },
});
