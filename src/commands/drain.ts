import { z } from 'zod';
import { drainMediaPods } from '../deployment/kubernetes/drain-media-pods.ts';
import { drainedView } from '../deployment/kubernetes/media-view.ts';
import { ExitCode } from '../errors.ts';
import { defineCommand } from './command.ts';
import { kubernetesFlags } from './deploy/kubernetes-flags.ts';
import { openKubernetes } from './deploy/kubernetes-target.ts';
import { onOff } from './flag-schemas.ts';
import { drainFlags, mediaPodData, shownPod } from './media/media-flags.ts';

export const drain = defineCommand({
  description:
    'Empties a media server, or all on a node: no new meetings from now on, those that run go on until their end. ' +
    'That may take hours; stopped and run again, it goes on. Exits 8 when the deadline is over and people are still there.',
  examples: [
    'gomeet drain livekit-5f1c9a07-x2x8k',
    'gomeet drain media-3 --deadline 30m --policy force',
    'gomeet drain media-3 --no-wait   # Kubernetes and LiveKit go on by themselves',
  ],
  next: 'gomeet status --target kubernetes',
  arguments: {
    name: { name: '<pod|node>', description: 'a media pod, or a node', schema: z.string().min(1) },
  },
  flags: {
    ...drainFlags,
    wait: { flags: '--no-wait', description: 'begin, and do not wait until it is empty', schema: onOff },
    allowLast: {
      flags: '--allow-last',
      description: 'even when no other media server could take new meetings',
      schema: onOff,
    },
    environment: kubernetesFlags.environment,
    context: kubernetesFlags.context,
  },
  data: z.strictObject({
    node: z.string().nullable(),
    pods: z.array(z.string()),
    state: z.enum(['empty', 'draining', 'late']),
    left: z.array(mediaPodData),
  }),
  async run(ctx, { name = '', policy, deadline, wait, allowLast, environment, context }) {
    const { cluster, namespaces, by } = await openKubernetes(ctx, { environment, context });
    const drained = await drainMediaPods(ctx, cluster, {
      namespace: namespaces.media,
      name,
      wish: { policy, deadlineSeconds: deadline },
      allowLast: allowLast ?? false,
      wait: wait ?? true,
      lock: { namespace: namespaces.platform, identity: by },
    });
    const { node, pods, state, left } = drained;
    return {
      data: { node, pods: [...pods], state, left: left.map(shownPod) },
      text: drainedView(name, drained, ctx.now()),
      exitCode: ctx.signal.aborted ? ExitCode.interrupted : state === 'late' ? ExitCode.timeout : ExitCode.ok,
    };
  },
});
