import { z } from 'zod';
import { applyCloud } from '../../deployment/digitalocean/apply-cloud.ts';
import { isPending, newMonthlyCost, requireNoConflict } from '../../deployment/digitalocean/cloud-change.ts';
import { cloudPlanView } from '../../deployment/digitalocean/cloud-view.ts';
import { prepareCloud } from '../../deployment/digitalocean/prepare-cloud.ts';
import { ExitCode, GomeetError } from '../../errors.ts';
import { asDecimal } from '../../pricing/bill.ts';
import { dollars } from '../../pricing/money-text.ts';
import { defineCommand } from '../command.ts';
import {
  changeDocument,
  cloudChangeSchema,
  cloudFlags,
  cloudRequest,
  planFile,
  renewStorageKey,
} from './cloud-flags.ts';

export const cloudApply = defineCommand({
  description:
    'Shows what would be made and what it costs, asks, makes it in order and waits until it runs. Killed half-way, it goes on where it ' +
    'stopped when it is run again. Writes the kubeconfig and the credentials of the services, readable by you alone.',
  examples: ['gomeet cloud apply plan.json', 'gomeet cloud apply plan.json --domain meet.example.com --yes'],
  next: 'gomeet cloud status · gomeet deploy --target kubernetes',
  arguments: { file: planFile },
  flags: { ...cloudFlags, renewStorageKey },
  data: z.strictObject({
    provider: z.literal('digitalocean'),
    name: z.string(),
    region: z.string(),
    changes: z.array(cloudChangeSchema),
    applied: z.boolean(),
    kubeconfig: z.string().nullable(),
    credentials: z.string().nullable(),
    durationMs: z.number(),
  }),
  async run(ctx, options) {
    const startedAt = ctx.monotonic();
    const prepared = await prepareCloud(ctx, cloudRequest(options));
    const { cloud, wanted, changes, bill, files, resources, warnings } = prepared;
    ctx.progress.note(cloudPlanView(wanted, changes, bill));
    requireNoConflict(changes);
    const cost = dollars(asDecimal(newMonthlyCost(changes)));
    const question = `Make these changes, for ${cost} more a month?`;
    if (isPending(changes) && !(await (await ctx.prompts()).confirm(question, '--yes'))) throw declined();
    const ids = await applyCloud(ctx, cloud, resources);
    await files.write(cloud, wanted, ids);
    const later = changes.some(({ action }) => action === 'later');
    return {
      data: {
        provider: 'digitalocean' as const,
        name: wanted.name,
        region: wanted.region,
        changes: changes.map(changeDocument),
        applied: true,
        kubeconfig: files.kubeconfig,
        credentials: files.credentials,
        durationMs: ctx.monotonic() - startedAt,
      },
      text: [
        `The platform's machines run in ${wanted.region}.`,
        `kubeconfig   ${files.kubeconfig}   (its credentials end after 7 days: gomeet cloud apply fetches others)`,
        `credentials  ${files.credentials}`,
        '',
        `Next: KUBECONFIG=${files.kubeconfig} gomeet deploy --target kubernetes`,
        ...(later ? ['Then: gomeet cloud apply   for what waits for the load balancer'] : []),
      ].join('\n'),
      warnings,
    };
  },
});

const declined = (): GomeetError =>
  new GomeetError('nothing was made or changed', {
    exitCode: ExitCode.interrupted,
    code: 'declined',
    hint: 'gomeet cloud plan',
  });
