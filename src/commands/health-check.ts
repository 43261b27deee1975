import { z } from 'zod';
import type { Context } from '../context.ts';
import { ExitCode, GomeetError, interruptedError } from '../errors.ts';
import { awaitHealth } from '../health/await-health.ts';
import { callPaths } from '../health/call-check.ts';
import { type CheckResult, coded, codedCheckSchema } from '../health/check.ts';
import { checksView } from '../health/checks-view.ts';
import { junitView } from '../health/junit-view.ts';
import { shortView } from '../health/short-view.ts';
import { watchHealth } from '../health/watch-health.ts';
import { defineCommand } from './command.ts';
import { kubernetesFlags, targetFlag } from './deploy/kubernetes-flags.ts';
import { durationSeconds, httpUrl, oneOf, onOff } from './flag-schemas.ts';
import { openHealthTarget } from './health/health-target.ts';
import { runData, runDataSchema } from './run-data.ts';

const outputs = ['table', 'short', 'junit'] as const;

const flags = {
  target: targetFlag,
  environment: kubernetesFlags.environment,
  context: kubernetesFlags.context,
  apiUrl: {
    flags: '--api-url <url>',
    description: 'kubernetes: where people reach the platform (default: what the API was told)',
    schema: httpUrl,
  },
  paths: {
    flags: '--paths <which>',
    description: 'calls on all paths that the platform has (default), or direct: over UDP alone',
    schema: oneOf(['all', 'direct']),
  },
  failOn: {
    flags: '--fail-on <status>',
    description: 'what makes the platform unhealthy: error (default), or a warning already',
    schema: oneOf(['error', 'warning']),
  },
  wait: {
    flags: '--wait <time>',
    description: 'ask until all is well, 1s to 1h, then make the call; exits 8 when the time is over before',
    schema: durationSeconds({ min: 1, max: 3600 }),
  },
  watch: {
    flags: '--watch',
    description: 'ask again and again, without calls, and tell what changes; ends with Ctrl-C',
    schema: onOff,
  },
  output: {
    flags: '-o, --output <form>',
    description: 'table (default), short: a line for each that is not well, or junit: XML for CI',
    schema: oneOf(outputs),
  },
} as const;

export const healthCheck = defineCommand({
  description:
    'Is it working now? Checks everything in order of dependency, and makes a real call: two participants join, one publishes, the other receives frames. Exits 4 when something is not well.',
  examples: [
    'gomeet health-check',
    'gomeet health-check --wait 2m --fail-on warning',
    'gomeet health-check --output junit > health.xml',
    'gomeet health-check --target kubernetes --environment staging',
  ],
  next: 'gomeet status · gomeet performance-check',
  arguments: {},
  flags,
  data: runDataSchema.extend({
    checks: z.array(codedCheckSchema),
  }),
  async run(ctx, options) {
    const { wait, output = 'table', failOn = 'error' } = options;
    const target = await openHealthTarget(ctx, options);
    if (options.watch) {
      refuseWithWatch(ctx, { wait, output: options.output });
      await watchHealth(ctx, target.look);
      throw interruptedError('watching');
    }
    const timeoutMs = (wait ?? 0) * 1000;
    const { look } = target;
    const waited = wait === undefined ? undefined : await awaitHealth(ctx, { look, timeoutMs, failOn });
    const paths = options.paths === 'direct' ? (['direct'] as const) : callPaths;
    const { checks, finished, exitCode } = await target.check({ paths, failOn, below: waited?.last });
    const end = waited?.inTime === false ? ExitCode.timeout : exitCode;
    return {
      data: { ...runData(finished), checks: checks.map(coded) },
      text: shown(ctx, checks, { output, failOn, reportPath: finished.reportPath }),
      isVerbatim: output === 'junit',
      exitCode: ctx.signal.aborted ? ExitCode.interrupted : end,
    };
  },
});

interface Shown {
  readonly output: (typeof outputs)[number];
  readonly failOn: 'error' | 'warning';
  readonly reportPath: string;
}

function shown(
  ctx: Pick<Context, 'stdout'>,
  checks: readonly CheckResult[],
  { output, failOn, reportPath }: Shown,
): string {
  if (output === 'junit') return junitView(checks, failOn);
  if (output === 'short') return shortView(checks);
  return `${checksView(checks, { color: ctx.stdout.color })}\n\nReport: ${reportPath}`;
}

/** One document cannot hold what goes on; waiting and watching contradict one another. */
function refuseWithWatch(
  { interaction }: Pick<Context, 'interaction'>,
  others: { readonly wait: number | undefined; readonly output: string | undefined },
): void {
  const given = [
    ...(interaction.json ? ['--json'] : []),
    ...(others.wait === undefined ? [] : ['--wait']),
    ...(others.output === undefined || others.output === 'short' ? [] : [`--output ${others.output}`]),
  ];
  if (given.length === 0) return;
  throw new GomeetError(`--watch goes on and does not go with ${given.join(' and ')}`, {
    exitCode: ExitCode.usage,
    code: 'contradiction',
    hint: 'gomeet health-check --wait 2m   ends by itself',
  });
}
