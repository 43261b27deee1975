import { z } from 'zod';
import { defineCommand } from './command.ts';
import { refuseForeignFlags } from './deploy/foreign-flags.ts';
import { kubernetesFlags, targetFlag } from './deploy/kubernetes-flags.ts';
import { drillData } from './drill/drill-data.ts';
import { httpUrl, onOff, wholeNumber } from './flag-schemas.ts';

export const drDrill = defineCommand({
  description:
    'Breaks one thing for real and measures: when it was noticed, when the platform worked again, when it was whole again, what acknowledged data was lost, what people in a meeting felt. Mends what it broke, also after Ctrl-C.',
  examples: [
    'gomeet dr-drill postgres-primary-killed',
    'gomeet dr-drill redis-master-killed --repeat 3',
    'gomeet dr-drill --all --dry-run',
    'gomeet dr-drill --all --target local --json',
    'gomeet dr-drill postgres-primary-killed --target kubernetes --environment staging --dry-run',
  ],
  next: 'gomeet report open · gomeet health-check',
  arguments: {
    drill: {
      name: '[drill]',
      description: 'what is broken; gomeet dr-drill --all --dry-run lists them',
      schema: z.string().min(1),
    },
  },
  flags: {
    target: targetFlag,
    all: {
      flags: '--all',
      description: 'every drill that fits the platform, one after the other',
      schema: onOff,
    },
    repeat: {
      flags: '--repeat <n>',
      description:
        'each drill so many times, 1 to 20 (default 1); every run is shown, with minimum, median and maximum',
      schema: wholeNumber({ min: 1, max: 20, unit: 'runs' }),
    },
    dryRun: { flags: '--dry-run', description: 'say what would be broken, and break nothing', schema: onOff },
    iKnow: {
      flags: '--i-know',
      description: 'go on although the target looks like production; its name is asked for all the same',
      schema: onOff,
    },
    environment: kubernetesFlags.environment,
    context: kubernetesFlags.context,
    apiUrl: {
      flags: '--api-url <url>',
      description: 'kubernetes: where people reach the platform (default: what the API was told)',
      schema: httpUrl,
    },
  },
  data: drillData,
  async run(ctx, { target = 'local', environment, context, apiUrl, ...options }) {
    if (target === 'kubernetes') {
      const { drillKubernetes } = await import('./drill/drill-kubernetes.ts');
      return drillKubernetes(ctx, { ...options, environment, context, apiUrl });
    }
    refuseForeignFlags(target, { environment, context, apiUrl });
    const { drillLocal } = await import('./drill/drill-local.ts');
    return drillLocal(ctx, options);
  },
});
