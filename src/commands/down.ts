import { z } from 'zod';
import { ExitCode, GomeetError } from '../errors.ts';
import { defineCommand } from './command.ts';
import { onOff } from './flag-schemas.ts';

export const down = defineCommand({
  description:
    'Stops every process of the platform. Data stay and nothing is asked; with --wipe the data go too, after a question.',
  examples: ['gomeet down', 'gomeet down --wipe --yes'],
  arguments: {},
  flags: {
    wipe: { flags: '--wipe', description: 'delete database, logs, ports and secrets as well', schema: onOff },
  },
  data: z.strictObject({ stopped: z.array(z.string()), wiped: z.boolean() }),
  async run(ctx, { wipe = false }) {
    const target = await ctx.localTarget();
    const question = `Delete the database, logs, ports and secrets in ${target.directory}?`;
    if (wipe && !(await (await ctx.prompts()).confirm(question, '--yes'))) throw declined();
    await using _lock = await target.lock('down');
    const startedAt = ctx.now();
    const data = await target.down({ wipe, progress: ctx.progress });
    const took = `${((ctx.now() - startedAt) / 1000).toFixed(1)} s`;
    const lines = [
      data.stopped.length === 0 ? 'nothing was running' : `stopped ${data.stopped.join(', ')} in ${took}`,
      data.wiped ? 'deleted the data' : 'data stay; gomeet down --wipe deletes them',
    ];
    return { data, text: [...lines, '', 'Next: gomeet deploy'].join('\n') };
  },
});

const declined = (): GomeetError =>
  new GomeetError('nothing was stopped or deleted', {
    exitCode: ExitCode.interrupted,
    code: 'declined',
    hint: 'gomeet down   stops everything and keeps the data',
  });
