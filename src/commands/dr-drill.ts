import { basename, dirname } from 'node:path';
import { z } from 'zod';
import type { LocalTarget } from '../adapters/local-target.ts';
import type { Context } from '../context.ts';
import { chooseDrills } from '../drills/choose-drills.ts';
import type { Drill } from '../drills/drill.ts';
import { drillResultSchema } from '../drills/drill-result.ts';
import { drillsPlanView } from '../drills/drills-plan-view.ts';
import { productionSigns } from '../drills/production-signs.ts';
import { refuseUnreadyPlatform } from '../drills/refuse-unready-platform.ts';
import { runDrills } from '../drills/run-drills.ts';
import { ExitCode, GomeetError } from '../errors.ts';
import { runView } from '../reporting/run-view.ts';
import { defineCommand } from './command.ts';
import { targetFlag } from './deploy/kubernetes-flags.ts';
import { onOff, wholeNumber } from './flag-schemas.ts';
import { runData, runDataSchema, runExitCode } from './run-data.ts';

export const drDrill = defineCommand({
  description:
    'Breaks one thing for real and measures: when it was noticed, when the platform worked again, when it was whole again, what acknowledged data was lost, what people in a meeting felt. Mends what it broke, also after Ctrl-C.',
  examples: [
    'gomeet dr-drill postgres-primary-killed',
    'gomeet dr-drill redis-master-killed --repeat 3',
    'gomeet dr-drill --all --dry-run',
    'gomeet dr-drill --all --target local --json',
  ],
  arguments: {
    drill: {
      name: '[drill]',
      description: 'what is broken; gomeet dr-drill --all --dry-run lists them',
      schema: z.string().min(1),
    },
  },
  flags: {
    target: targetFlag,
    all: {
      flags: '--all',
      description: 'every drill that fits the platform, one after the other',
      schema: onOff,
    },
    repeat: {
      flags: '--repeat <n>',
      description:
        'each drill so many times, 1 to 20 (default 1); every run is shown, with minimum, median and maximum',
      schema: wholeNumber({ min: 1, max: 20, unit: 'runs' }),
    },
    dryRun: { flags: '--dry-run', description: 'say what would be broken, and break nothing', schema: onOff },
    iKnow: {
      flags: '--i-know',
      description: 'go on although the target looks like production; its name is asked for all the same',
      schema: onOff,
    },
  },
  data: runDataSchema.partial().extend({ drills: z.array(drillResultSchema), planned: z.array(z.string()) }),
  async run(ctx, { target: targetName = 'local', ...options }) {
    if (targetName === 'kubernetes') throw notThere();
    const target = await ctx.localTarget();
    const { profile } = await target.status();
    const drills = chooseDrills({ name: options.drill, all: options.all === true }, profile);
    const repeat = options.repeat ?? 1;
    const planned = drills.map(({ id }) => id);
    if (options.dryRun) {
      return { data: { drills: [], planned }, text: drillsPlanView(drills, repeat, profile) };
    }
    await refuseProduction(ctx, target, drills, options.iKnow === true);
    await using _lock = await target.lock('dr-drill');
    refuseUnreadyPlatform((await target.status()).services);
    const done = await runDrills(ctx, { drills, repeat, profile });
    const { columns, color } = ctx.stdout;
    return {
      data: { ...runData(done.finished), drills: [...done.drills], planned },
      text: `${runView(done.finished.run, { columns, color })}\nReport: ${done.finished.reportPath}`,
      exitCode: runExitCode(done.finished, ctx.signal),
    };
  },
});

/** A drill takes meetings from people. Where that might be real people, a flag is not enough: the name has to be typed. */
async function refuseProduction(
  ctx: Pick<Context, 'prompts'>,
  target: LocalTarget,
  drills: readonly Drill[],
  knows: boolean,
): Promise<void> {
  const { apiUrl, databaseUrl, redisUrl } = await target.connections();
  const name = basename(dirname(target.directory));
  const signs = productionSigns({
    name,
    addresses: [apiUrl, databaseUrl, redisUrl],
    environment: null,
  });
  if (signs.length === 0) return;
  const question = `${drills.length} drills would break a platform that looks like production (${signs.join(', ')}).`;
  if (!knows)
    throw new GomeetError(question, {
      exitCode: ExitCode.usage,
      code: 'looks-like-production',
      hint: 'add --i-know if that is what you want; its name is asked for',
    });
  const typed = await (await ctx.prompts()).type(
    `${question} Type ${name} to go on.`,
    'nothing: it has to be typed',
  );
  if (typed !== name)
    throw new GomeetError(`"${typed}" is not ${name}: nothing was broken`, {
      exitCode: ExitCode.usage,
      code: 'not-confirmed',
      hint: 'gomeet dr-drill --all --dry-run',
    });
}

const notThere = (): GomeetError =>
  new GomeetError('drills break the local target; those of a cluster are not built', {
    exitCode: ExitCode.usage,
    code: 'target-without-drills',
    hint: 'gomeet deploy --target local --profile ha && gomeet dr-drill --all',
  });
