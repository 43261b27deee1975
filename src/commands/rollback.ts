import { planRollback } from '../deployment/kubernetes/plan-rollback.ts';
import { defineCommand } from './command.ts';
import { deployData } from './deploy/deploy-data.ts';
import { carryOut, dryRun } from './deploy/deploy-kubernetes.ts';
import { kubernetesFlags, skipCallFlag } from './deploy/kubernetes-flags.ts';
import { openKubernetes } from './deploy/kubernetes-target.ts';
import { durationSeconds, objectNames, oneOf, onOff, wholeNumber } from './flag-schemas.ts';

export const rollback = defineCommand({
  description:
    'Goes back to a recorded revision of the platform in Kubernetes. Says first what cannot go back, shows the changes and asks; the way back is a revision of its own.',
  examples: ['gomeet rollback', 'gomeet rollback 7 --environment staging', 'gomeet rollback --dry-run'],
  next: 'gomeet status --target kubernetes · gomeet health-check --target kubernetes',
  arguments: {
    revision: {
      name: '[revision]',
      description: 'its number (default: the newest that was deployed before the present one)',
      schema: wholeNumber({ min: 1, max: 1_000_000 }),
    },
  },
  flags: {
    target: {
      flags: '--target <name>',
      description: 'kubernetes, which alone keeps revisions',
      schema: oneOf(['kubernetes']),
    },
    ...kubernetesFlags,
    dryRun: { flags: '--dry-run', description: 'show the changes and stop', schema: onOff },
    timeout: {
      flags: '--timeout <duration>',
      description: 'for each wave to become ready (15m)',
      schema: durationSeconds({ min: 1, max: 86_400 }),
    },
    allowDelete: {
      flags: '--allow-delete <kind/name>',
      description: 'delete this although data goes with it; several with commas between',
      schema: objectNames,
    },
    forceConflicts: {
      flags: '--force-conflicts',
      description: 'take over fields that others have set',
      schema: onOff,
    },
    skipCall: skipCallFlag,
  },
  data: deployData,
  async run(ctx, { revision, dryRun: isDryRun = false, ...options }) {
    const startedAt = ctx.monotonic();
    const target = await openKubernetes(ctx, options);
    const { changeSet, irreversible, to } = await planRollback(target.cluster, {
      namespace: target.namespaces.platform,
      revision,
      forceConflicts: options.forceConflicts ?? false,
    });
    ctx.progress.note(`to revision ${to.number} of ${to.at} by ${to.by}: ${to.what}`);
    for (const sentence of irreversible) ctx.progress.note(`  stays: ${sentence}`);
    const work = { changeSet, options, startedAt };
    const result = isDryRun ? await dryRun(ctx, target, work) : await carryOut(ctx, target, work);
    return { ...result, warnings: irreversible };
  },
});
