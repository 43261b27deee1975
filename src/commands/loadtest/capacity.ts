import { z } from 'zod';
import { findKnee } from '../../loadtest/capacity/find-knee.ts';
import { capacityDimensions, capacityRequest } from '../../loadtest/capacity/request.ts';
import { defineCommand } from '../command.ts';
import { durationSeconds, oneOf, wholeNumber } from '../flag-schemas.ts';
import { runDataSchema } from '../run-data.ts';
import { roomFlags } from './room.ts';
import { loadFlags, showRun } from './run-load-command.ts';

const percent = z.number().nullable();

export const capacity = defineCommand({
  description:
    'Searches the knee: the largest load that still meets its targets, by short steps that double and then close in, and names the resource that runs out beyond it.',
  examples: [
    'gomeet loadtest capacity',
    'gomeet loadtest capacity --of rooms --participants 20',
    'gomeet loadtest capacity --of publishers --participants 50 --max-steps 6 --step-duration 20s --json',
  ],
  next: 'gomeet report open',
  arguments: {},
  flags: {
    of: {
      flags: '--of <what>',
      description: `what grows from step to step: ${capacityDimensions.join(', ')} (default participants)`,
      schema: oneOf(capacityDimensions),
    },
    from: {
      flags: '--from <n>',
      description: 'first step (default: 50 participants, 2 rooms, 2 publishers)',
      schema: wholeNumber({ min: 1, max: 5000 }),
    },
    to: {
      flags: '--to <n>',
      description: 'largest step (default: 1,000 participants, 1,000 rooms, every participant a publisher)',
      schema: wholeNumber({ min: 1, max: 5000 }),
    },
    maxSteps: {
      flags: '--max-steps <n>',
      description: 'steps at most, 2 to 20 (default 8)',
      schema: wholeNumber({ min: 2, max: 20, unit: 'steps' }),
    },
    stepDuration: {
      flags: '--step-duration <time>',
      description: 'length of the hold of each step, 5s to 10m (default 10s)',
      schema: durationSeconds({ min: 5, max: 600 }),
    },
    participants: {
      flags: '--participants <n>',
      description:
        'people in each room where something else grows (default 20 with rooms, 100 with publishers)',
      schema: wholeNumber({ min: 2, max: 1000, unit: 'participants in a room' }),
    },
    publishers: roomFlags.publishers,
    microphones: roomFlags.microphones,
    layout: roomFlags.layout,
    joinRate: roomFlags.joinRate,
    ...loadFlags,
  },
  data: runDataSchema.extend({
    capacity: z.object({
      of: z.string(),
      knee: z.number().nullable().describe('the largest load that met every target'),
      firstMissed: z.number().nullable(),
      limitedBy: z.string().nullable().describe('what ran out at firstMissed'),
      steps: z.array(
        z.object({
          load: z.number(),
          outcome: z.enum(['met', 'missed', 'invalid', 'partial']),
          missed: z.array(z.string()),
          limitedBy: z.string().nullable(),
          hostCpuPercent: percent,
          hostMemoryPercent: percent,
          livekitCpuPercent: percent,
          apiCpuPercent: percent,
          generatorCpuPercent: z.number(),
          packetLossPercent: percent,
          videoLatencyP95Ms: percent,
        }),
      ),
    }),
  }),
  async run(ctx, options) {
    const { values } = await ctx.config();
    const request = capacityRequest(options, values.loadtest);
    await using _lock = await (await ctx.localTarget()).lock('loadtest capacity');
    const { finished, result } = await findKnee(ctx, request);
    const shown = showRun(ctx, finished);
    const steps = result.steps.map((step) => ({ ...step, missed: [...step.missed] }));
    return { ...shown, data: { ...shown.data, capacity: { ...result, steps } } };
  },
});
