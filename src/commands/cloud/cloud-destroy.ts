import { z } from 'zod';
import { removalView } from '../../deployment/digitalocean/cloud-view.ts';
import { destroyCloud, removalsOf } from '../../deployment/digitalocean/destroy-cloud.ts';
import { findCloud } from '../../deployment/digitalocean/prepare-cloud.ts';
import { ExitCode, GomeetError } from '../../errors.ts';
import { defineCommand } from '../command.ts';
import { onOff } from '../flag-schemas.ts';
import { cloudFlags, cloudRequest, planFile } from './cloud-flags.ts';

export const cloudDestroy = defineCommand({
  description:
    'Removes the cluster with its machines, load balancers and volumes, the databases, the firewalls, the registry and the network. The ' +
    'name of the platform has to be typed, also with --yes. The bucket with recordings and backups always stays.',
  examples: ['gomeet cloud destroy', 'gomeet cloud destroy --keep-data --confirm gomeet'],
  next: 'gomeet cloud status',
  arguments: { file: planFile },
  flags: {
    ...cloudFlags,
    keepData: {
      flags: '--keep-data',
      description: 'keep databases, volumes and images: they go on costing money',
      schema: onOff,
    },
    confirm: {
      flags: '--confirm <name>',
      description: 'the platform’s name, typed beforehand where nobody can be asked',
      schema: z.string().min(1),
    },
  },
  data: z.strictObject({
    provider: z.literal('digitalocean'),
    name: z.string(),
    removals: z.array(
      z.strictObject({
        action: z.enum(['remove', 'keep']),
        kind: z.string(),
        name: z.string(),
        reason: z.string(),
      }),
    ),
  }),
  async run(ctx, { keepData = false, confirm, ...options }) {
    const { cloud, wanted, observed, resources } = await findCloud(ctx, cloudRequest(options, keepData));
    const removals = removalsOf(observed);
    const isAnything = removals.some(({ action }) => action === 'remove');
    if (isAnything) {
      ctx.progress.note(removalView(removals));
      const question = `This cannot be undone. Type "${wanted.name}" to remove it`;
      const typed = confirm ?? (await (await ctx.prompts()).type(question, '--confirm'));
      if (typed !== wanted.name) throw mistyped(typed, wanted.name);
      await destroyCloud(ctx, cloud, resources);
    }
    return {
      data: {
        provider: 'digitalocean' as const,
        name: wanted.name,
        removals: removals.map(({ action, resource: { kind, name }, reason }) => ({
          action,
          kind,
          name,
          reason,
        })),
      },
      text: isAnything ? 'removed' : removalView(removals),
    };
  },
});

const mistyped = (typed: string, name: string): GomeetError =>
  new GomeetError(`"${typed}" is not "${name}": nothing was removed`, {
    exitCode: ExitCode.usage,
    code: 'declined',
    hint: `gomeet cloud destroy --confirm ${name}`,
  });
