import { z } from 'zod';
import { ExitCode } from '../errors.ts';
import { checkResultSchema } from '../health/check.ts';
import { checkHealth } from '../health/check-health.ts';
import { checksView } from '../health/checks-view.ts';
import { defineCommand } from './command.ts';
import { runData, runDataSchema } from './run-data.ts';

export const healthCheck = defineCommand({
  description:
    'Is it working now? Checks each service, the readiness of the API, and makes a real call: two participants join, one publishes, the other receives frames. Exits 4 when something is not well.',
  examples: ['gomeet health-check', 'gomeet health-check --json'],
  arguments: {},
  flags: {},
  data: runDataSchema.extend({
    checks: z.array(checkResultSchema),
  }),
  async run(ctx) {
    await using _lock = await (await ctx.localTarget()).lock('health-check');
    const { checks, finished, exitCode } = await checkHealth(ctx);
    return {
      data: { ...runData(finished), checks: [...checks] },
      text: `${checksView(checks, { color: ctx.stdout.color })}\n\nReport: ${finished.reportPath}`,
      exitCode: ctx.signal.aborted ? ExitCode.interrupted : exitCode,
    };
  },
});
