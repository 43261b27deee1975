import { z } from 'zod';
import { ExitCode, GomeetError } from '../errors.ts';
import { defineCommand } from './command.ts';
import { deployData } from './deploy/deploy-data.ts';
import { deployLocal } from './deploy/deploy-local.ts';
import { refuseForeignFlags } from './deploy/foreign-flags.ts';
import { canarySteps, gradualRollout } from './deploy/gradual-rollout.ts';
import { kubernetesFlags, skipCallFlag, targetFlag } from './deploy/kubernetes-flags.ts';
import { durationSeconds, objectNames, oneOf, onOff, wholeNumber } from './flag-schemas.ts';

export const deploy = defineCommand({
  description:
    'Brings the platform to the wanted state: shows the changes, applies them and waits until every service is ready. ' +
    'Running it again changes only what differs.',
  examples: [
    'gomeet deploy',
    'gomeet deploy --target local --api-workers 4',
    'gomeet deploy --dry-run --exit-code   # 10 when changes are pending',
    'gomeet deploy --target kubernetes --overlay self-hosted --environment staging',
    'gomeet deploy --target kubernetes --dry-run --out change-set.json',
    'gomeet deploy --target kubernetes --plan change-set.json --yes',
    'gomeet deploy --target kubernetes --canary 5,25,50,100',
  ],
  next: 'gomeet status · gomeet health-check',
  arguments: {},
  flags: {
    target: targetFlag,
    profile: {
      flags: '--profile <name>',
      description:
        'local: lean, or ha with failover of database, Redis, LiveKit and API, and with alerts (default: local.profile, lean)',
      schema: oneOf(['lean', 'ha']),
    },
    apiWorkers: {
      flags: '--api-workers <n>',
      description: 'local: processes of the signaling API (default: local.apiWorkers, 2; in profile ha 3)',
      schema: wholeNumber({ min: 1, max: 16 }),
    },
    ...kubernetesFlags,
    dryRun: { flags: '--dry-run', description: 'show the changes and stop', schema: onOff },
    exitCode: {
      flags: '--exit-code',
      description: 'with --dry-run: exit 10 when changes are pending',
      schema: onOff,
    },
    out: {
      flags: '--out <file>',
      description: 'kubernetes: write the change set there and stop',
      schema: z.string().min(1),
    },
    plan: {
      flags: '--plan <file>',
      description: 'kubernetes: carry out just that change set; refused when the cluster has moved since',
      schema: z.string().min(1),
    },
    capacityPlan: {
      flags: '--capacity-plan <file>',
      description: 'kubernetes: size by that plan.json instead of the event of gomeet.yaml',
      schema: z.string().min(1),
    },
    timeout: {
      flags: '--timeout <duration>',
      description: 'kubernetes: for each wave to become ready (15m)',
      schema: durationSeconds({ min: 1, max: 86_400 }),
    },
    allowDelete: {
      flags: '--allow-delete <kind/name>',
      description: 'kubernetes: delete this although data goes with it; several with commas between',
      schema: objectNames,
    },
    forceConflicts: {
      flags: '--force-conflicts',
      description: 'kubernetes: take over fields that others have set',
      schema: onOff,
    },
    skipCall: skipCallFlag,
    canary: {
      flags: '--canary <shares>',
      description:
        'kubernetes: give a new version of the API these shares of the requests in turn, such as 5,25,50,100; it is judged against the old one at each and taken back by itself',
      schema: canarySteps,
    },
    canaryHold: {
      flags: '--canary-hold <duration>',
      description:
        'kubernetes: how long each share is held at least (5m); three times that where few requests come',
      schema: durationSeconds({ min: 10, max: 86_400 }),
    },
    rollbackOnFailure: {
      flags: '--rollback-on-failure',
      description: 'kubernetes: go back to the last revision when something does not become ready',
      schema: onOff,
    },
  },
  data: deployData,
  async run(ctx, { target = 'local', profile, apiWorkers, ...options }) {
    refuseContradictions(options);
    if (target === 'kubernetes') {
      refuseForeignFlags(target, { profile, apiWorkers });
      // The planner behind it takes a moment to load, which --help need not wait for.
      const { deployKubernetes } = await import('./deploy/deploy-kubernetes.ts');
      return deployKubernetes(ctx, options);
    }
    const { dryRun, exitCode, ...foreign } = options;
    refuseForeignFlags(target, foreign);
    return deployLocal(ctx, { profile, apiWorkers, dryRun, exitCode });
  },
});

interface Given {
  readonly dryRun?: boolean | undefined;
  readonly exitCode?: boolean | undefined;
  readonly out?: string | undefined;
  readonly plan?: string | undefined;
  readonly canary?: readonly number[] | undefined;
  readonly canaryHold?: number | undefined;
}

/** Before a cluster is asked: who types a flag that means nothing expects it to count. */
function refuseContradictions({ dryRun, exitCode, out, plan, canary, canaryHold }: Given): void {
  const contradiction = (message: string, hint: string): GomeetError =>
    new GomeetError(message, { exitCode: ExitCode.usage, code: 'contradiction', hint });
  if (exitCode && !dryRun)
    throw contradiction(
      '--exit-code is accepted only with --dry-run: a deployment leaves no changes pending',
      'gomeet deploy --dry-run --exit-code',
    );
  if (out !== undefined && plan !== undefined)
    throw contradiction(
      '--out writes a change set and --plan carries one out: accepted is one of them',
      'gomeet deploy --target kubernetes --dry-run --out change-set.json',
    );
  gradualRollout({ canary, canaryHold });
}
