import { z } from 'zod';
import { changesView, deploymentView } from '../deployment/deploy-view.ts';
import { ExitCode } from '../errors.ts';
import { defineCommand } from './command.ts';
import { oneOf, onOff, wholeNumber } from './flag-schemas.ts';

const change = z.strictObject({
  action: z.enum(['start', 'restart', 'stop', 'unchanged']),
  kind: z.string(),
  namespace: z.string(),
  name: z.string(),
  reason: z.string().optional(),
});

export const deploy = defineCommand({
  description:
    'Brings the platform to the wanted state: shows the changes, applies them and waits until every service is ready. ' +
    'Running it again changes only what differs.',
  examples: [
    'gomeet deploy',
    'gomeet deploy --target local --api-workers 4',
    'gomeet deploy --dry-run --exit-code   # 10 when changes are pending',
  ],
  arguments: {},
  flags: {
    target: { flags: '--target <name>', description: 'local', schema: oneOf(['local']) },
    apiWorkers: {
      flags: '--api-workers <n>',
      description: 'processes of the signaling API (default: local.apiWorkers, 2)',
      schema: wholeNumber({ min: 1, max: 16 }),
    },
    dryRun: { flags: '--dry-run', description: 'show the changes and stop', schema: onOff },
    exitCode: {
      flags: '--exit-code',
      description: 'with --dry-run: exit 10 when changes are pending',
      schema: onOff,
    },
  },
  data: z.strictObject({
    target: z.literal('local'),
    revision: z.int().nullable(),
    changes: z.array(change),
    applied: z.boolean(),
    durationMs: z.number(),
  }),
  async run(ctx, options) {
    const target = await ctx.localTarget();
    const apiWorkers = options.apiWorkers ?? (await ctx.config()).values.local.apiWorkers;
    const startedAt = ctx.now();
    await using _lock = await target.lock('deploy');
    const changes = await target.plan({ apiWorkers });
    const isPending = changes.some(({ action }) => action !== 'unchanged');
    if (options.dryRun) {
      return {
        data: {
          target: 'local' as const,
          revision: null,
          changes,
          applied: false,
          durationMs: ctx.now() - startedAt,
        },
        text: changesView(changes),
        exitCode: isPending && options.exitCode ? ExitCode.pending : ExitCode.ok,
      };
    }
    if (isPending) ctx.progress.note(changesView(changes));
    const deployment = await target.deploy({ apiWorkers, progress: ctx.progress });
    const durationMs = ctx.now() - startedAt;
    const { urls } = await target.status();
    return {
      data: { target: 'local' as const, ...deployment, changes: [...deployment.changes], durationMs },
      text: deploymentView({ ...deployment, durationMs }, urls),
    };
  },
});
