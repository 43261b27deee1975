import { statusView } from '../deployment/status-view.ts';
import { ExitCode } from '../errors.ts';
import { defineCommand } from './command.ts';
import { refuseForeignFlags } from './deploy/foreign-flags.ts';
import { kubernetesFlags, targetFlag } from './deploy/kubernetes-flags.ts';
import { statusData } from './status/status-data.ts';

export const status = defineCommand({
  description:
    'What runs, after a fresh look at each service: state, address, process, log. In Kubernetes also what others have changed since the last deployment, and who.',
  examples: [
    'gomeet status',
    'gomeet status --json | jq -r .data.urls.api',
    'gomeet status --target kubernetes --environment staging',
  ],
  next: 'gomeet health-check',
  arguments: {},
  flags: {
    target: targetFlag,
    environment: kubernetesFlags.environment,
    context: kubernetesFlags.context,
  },
  data: statusData,
  async run(ctx, { target: name = 'local', ...options }) {
    if (name === 'kubernetes') {
      const { statusKubernetes } = await import('./status/status-kubernetes.ts');
      return statusKubernetes(ctx, options);
    }
    refuseForeignFlags(name, options);
    const target = await ctx.localTarget();
    const found = await target.status();
    const isWell = found.services.every(({ state }) => state === 'ready');
    return {
      data: { ...found, services: [...found.services], urls: { ...found.urls } },
      text: statusView(found),
      exitCode: isWell ? ExitCode.ok : ExitCode.critical,
    };
  },
});
