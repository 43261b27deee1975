import { browserCount, browserDefaults, participantCount } from '../../loadtest/browser/request.ts';
import { runBrowserTest } from '../../loadtest/browser/run-browser-test.ts';
import { defineCommand } from '../command.ts';
import { durationSeconds, wholeNumber } from '../flag-schemas.ts';
import { runDataSchema } from '../run-data.ts';
import { loadFlags, showRun } from './run-load-command.ts';

export const browser = defineCommand({
  description:
    'Real Chromiums and light participants in one room: how people see it, by a time code painted into each frame, beside what the light participants measure.',
  examples: [
    'gomeet loadtest browser',
    'gomeet loadtest browser --browsers 3 --participants 50 --duration 1m',
    'gomeet loadtest browser --json > result.json',
  ],
  next: 'gomeet report open',
  arguments: {},
  flags: {
    browsers: {
      flags: '--browsers <n>',
      description: `real browsers, ${browserCount.min} to ${browserCount.max} (default ${browserDefaults.browsers}); each takes about half a core`,
      schema: wholeNumber({ ...browserCount, unit: 'browsers' }),
    },
    participants: {
      flags: '--participants <n>',
      description: `light participants in the same room, ${participantCount.min} to ${participantCount.max} (default ${browserDefaults.participants})`,
      schema: wholeNumber({ ...participantCount, unit: 'participants' }),
    },
    duration: {
      flags: '--duration <time>',
      description: `length of the hold phase, 5s to 1h (default ${browserDefaults.durationSeconds}s)`,
      schema: durationSeconds({ min: 5, max: 3600 }),
    },
    ...loadFlags,
  },
  data: runDataSchema,
  async run(ctx, { browsers, participants, duration }) {
    const request = {
      browsers: browsers ?? browserDefaults.browsers,
      participants: participants ?? browserDefaults.participants,
      durationSeconds: duration ?? browserDefaults.durationSeconds,
    };
    await using _lock = await (await ctx.localTarget()).lock('loadtest browser');
    return showRun(ctx, await runBrowserTest(ctx, request));
  },
});
