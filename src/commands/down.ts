import { z } from 'zod';
import { defineCommand } from './command.ts';
import { refuseForeignFlags } from './deploy/foreign-flags.ts';
import { kubernetesFlags, targetFlag } from './deploy/kubernetes-flags.ts';
import { downLocal } from './down/down-local.ts';
import { durationSeconds, onOff } from './flag-schemas.ts';

export const down = defineCommand({
  description:
    'Takes the platform down. Data stay, and on this machine nothing is asked; with --wipe the data go too, after a question.',
  examples: [
    'gomeet down',
    'gomeet down --wipe --yes',
    'gomeet down --target kubernetes --environment staging',
    'gomeet down --target kubernetes --wipe --plan',
    'gomeet down --target kubernetes --wipe',
  ],
  next: 'gomeet deploy',
  arguments: {},
  flags: {
    target: targetFlag,
    wipe: { flags: '--wipe', description: 'delete data, logs, history and secrets as well', schema: onOff },
    environment: kubernetesFlags.environment,
    context: kubernetesFlags.context,
    plan: {
      flags: '--plan',
      description: 'kubernetes: show what would be deleted, in order, and what stays; delete nothing',
      schema: onOff,
    },
    timeout: {
      flags: '--timeout <duration>',
      description: 'kubernetes: for everything to be gone (15m); what is left then is named, exit code 8',
      schema: durationSeconds({ min: 1, max: 86_400 }),
    },
  },
  data: z.strictObject({
    stopped: z.array(z.string()),
    wiped: z.boolean(),
    kept: z.array(z.strictObject({ object: z.string(), reason: z.string() })).optional(),
    order: z.array(z.strictObject({ step: z.string(), objects: z.array(z.string()) })).optional(),
  }),
  async run(ctx, { target = 'local', wipe = false, ...options }) {
    if (target === 'kubernetes') {
      const { downKubernetes } = await import('./down/down-kubernetes.ts');
      return downKubernetes(ctx, { wipe, ...options });
    }
    refuseForeignFlags(target, options);
    return downLocal(ctx, wipe);
  },
});
