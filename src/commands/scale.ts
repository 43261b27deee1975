import { z } from 'zod';
import type { Context } from '../context.ts';
import { removeNode } from '../deployment/digitalocean/remove-node.ts';
import { scaledView } from '../deployment/kubernetes/media-view.ts';
import { scaleMedia } from '../deployment/kubernetes/scale-media.ts';
import { ExitCode } from '../errors.ts';
import { defineCommand } from './command.ts';
import { kubernetesFlags } from './deploy/kubernetes-flags.ts';
import { openKubernetes } from './deploy/kubernetes-target.ts';
import { oneOf, wholeNumber } from './flag-schemas.ts';
import { drainFlags, mediaPodData, shownPod } from './media/media-flags.ts';

export const scale = defineCommand({
  description:
    'Changes how many media servers there are. Fewer: the emptiest are drained without ending a meeting, and exactly their ' +
    'machines go. Stopped and run again with the same number, it goes on. API and gateway scale by themselves.',
  examples: [
    'gomeet scale media 24',
    'gomeet scale media 20 --deadline 3h',
    'gomeet scale media 20 --cloud gomeet   # removes the empty machines from that cluster at DigitalOcean',
  ],
  next: 'gomeet status --target kubernetes',
  arguments: {
    what: { name: '<what>', description: 'media', schema: oneOf(['media']) },
    to: { name: '<n>', description: 'media servers', schema: wholeNumber({ min: 1, max: 1000 }) },
  },
  flags: {
    ...drainFlags,
    cloud: {
      flags: '--cloud <cluster>',
      description: 'name of the cluster at DigitalOcean, whose empty machines are removed',
      schema: z.string().min(1),
    },
    environment: kubernetesFlags.environment,
    context: kubernetesFlags.context,
  },
  data: z.strictObject({
    from: z.int(),
    to: z.int(),
    leaving: z.array(z.string()),
    left: z.array(mediaPodData),
    removedNodes: z.array(z.string()),
    emptyNodes: z
      .array(z.string())
      .describe('machines that carry no media server any more and are still there'),
  }),
  async run(ctx, { to = 1, policy, deadline, cloud, environment, context }) {
    const { cluster, namespaces, by } = await openKubernetes(ctx, { environment, context });
    const scaled = await scaleMedia(ctx, cluster, {
      namespace: namespaces.media,
      to,
      wish: { policy, deadlineSeconds: deadline },
      removeNode: await nodeRemover(ctx, cloud),
      lock: { namespace: namespaces.platform, identity: by },
    });
    const { from, leaving, left, removedNodes, emptyNodes } = scaled;
    return {
      data: {
        from,
        to,
        leaving: [...leaving],
        left: left.map(shownPod),
        removedNodes: [...removedNodes],
        emptyNodes: [...emptyNodes],
      },
      text: scaledView(scaled, ctx.now()),
      exitCode: ctx.signal.aborted ? ExitCode.interrupted : left.length > 0 ? ExitCode.timeout : ExitCode.ok,
    };
  },
});

/** Asked for before anything is drained: a token that is missing must not be found out hours later. */
async function nodeRemover(
  ctx: Pick<Context, 'digitalOcean'>,
  cluster: string | undefined,
): Promise<((node: string, staying: readonly string[]) => Promise<void>) | undefined> {
  if (cluster === undefined) return undefined;
  const { cloud } = await ctx.digitalOcean();
  return (node, staying) => removeNode(cloud, { cluster, pool: 'media', node, staying });
}
