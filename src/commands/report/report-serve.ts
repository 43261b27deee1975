import { z } from 'zod';
import { ExitCode, GomeetError } from '../../errors.ts';
import { answerReports } from '../../reporting/serve-reports.ts';
import { defineCommand } from '../command.ts';
import { wholeNumber } from '../flag-schemas.ts';
import { runsDirectoryOf } from './chosen-runs.ts';

export const reportServe = defineCommand({
  description:
    'Shows the index of all runs and their reports in the browser until Ctrl-C. Only this machine reaches it (127.0.0.1), and it only reads.',
  examples: ['gomeet report serve', 'gomeet report serve --port 8090'],
  next: 'gomeet report',
  arguments: {},
  flags: {
    port: {
      flags: '--port <n>',
      description: 'port on 127.0.0.1 (default: a free one)',
      schema: wholeNumber({ min: 1, max: 65_535 }),
    },
  },
  data: z.strictObject({ url: z.string() }),
  async run(ctx, { port = 0 }) {
    const answer = answerReports(ctx.projectRoot, await runsDirectoryOf(ctx));
    const server = await (await ctx.pageServer()).listen(port, answer).catch((cause: unknown) => {
      throw new GomeetError(`127.0.0.1:${port} cannot be listened on`, {
        exitCode: ExitCode.conflict,
        code: 'port-in-use',
        hint: 'gomeet report serve, without --port, takes a free one',
        cause,
      });
    });
    ctx.progress.note(`Reports: ${server.url}  (Ctrl-C ends it)`);
    if (!ctx.signal.aborted)
      await new Promise<void>((resolve) =>
        ctx.signal.addEventListener('abort', () => resolve(), { once: true }),
      );
    await server.close();
    return { data: { url: server.url }, text: '' };
  },
});
