import { z } from 'zod';
import type { Context } from '../context.ts';
import { ExitCode } from '../errors.ts';
import { coded, codedCheckSchema } from '../health/check.ts';
import { checkHealth, type Health } from '../health/check-health.ts';
import { checksView } from '../health/checks-view.ts';
import { checkKubernetesHealth } from '../health/kubernetes/check-kubernetes-health.ts';
import { defineCommand } from './command.ts';
import { refuseForeignFlags } from './deploy/foreign-flags.ts';
import { kubernetesFlags, targetFlag } from './deploy/kubernetes-flags.ts';
import { openKubernetes } from './deploy/kubernetes-target.ts';
import { httpUrl } from './flag-schemas.ts';
import { runData, runDataSchema } from './run-data.ts';

export const healthCheck = defineCommand({
  description:
    'Is it working now? Checks everything in order of dependency, and makes a real call: two participants join, one publishes, the other receives frames. Exits 4 when something is not well.',
  examples: [
    'gomeet health-check',
    'gomeet health-check --json',
    'gomeet health-check --target kubernetes --environment staging',
  ],
  arguments: {},
  flags: {
    target: targetFlag,
    environment: kubernetesFlags.environment,
    context: kubernetesFlags.context,
    apiUrl: {
      flags: '--api-url <url>',
      description: 'kubernetes: where people reach the platform (default: what the API was told)',
      schema: httpUrl,
    },
  },
  data: runDataSchema.extend({
    checks: z.array(codedCheckSchema),
  }),
  async run(ctx, { target = 'local', ...options }) {
    const { checks, finished, exitCode } =
      target === 'kubernetes' ? await inCluster(ctx, options) : await onThisMachine(ctx, options);
    return {
      data: { ...runData(finished), checks: checks.map(coded) },
      text: `${checksView(checks, { color: ctx.stdout.color })}\n\nReport: ${finished.reportPath}`,
      exitCode: ctx.signal.aborted ? ExitCode.interrupted : exitCode,
    };
  },
});

interface Options {
  readonly environment?: 'production' | 'staging' | undefined;
  readonly context?: string | undefined;
  readonly apiUrl?: string | undefined;
}

async function inCluster(ctx: Context, { apiUrl, ...options }: Options): Promise<Health> {
  const { cluster, namespaces } = await openKubernetes(ctx, options);
  return checkKubernetesHealth(ctx, { cluster, namespaces, apiUrl });
}

async function onThisMachine(ctx: Context, options: Options): Promise<Health> {
  refuseForeignFlags('local', { ...options });
  await using _lock = await (await ctx.localTarget()).lock('health-check');
  return checkHealth(ctx);
}
