import { z } from 'zod';
import { comprehensiveLoad } from '../../loadtest/comprehensive/load.ts';
import { comprehensiveRequest } from '../../loadtest/comprehensive/request.ts';
import { defineCommand } from '../command.ts';
import { durationSeconds } from '../flag-schemas.ts';
import { runDataSchema } from '../run-data.ts';
import { profileFlag, withProfile } from './profile-flag.ts';
import { loadFlags, runLoadCommand } from './run-load-command.ts';

/** A tenth of a percent of the reference is 3 rooms of 16: less is `loadtest rooms`. */
const scale = z
  .string()
  .refine((text) => /^\d*\.?\d+$/.test(text) && Number(text) >= 0.001 && Number(text) <= 1, {
    error: 'accepted: a number from 0.001 to 1, such as 0.01; 1 is 100 rooms of 500',
  })
  .transform(Number);

const flags = {
  profile: profileFlag('comprehensive'),
  scale: {
    flags: '--scale <share>',
    description: 'share of the reference event, 0.001 to 1 (default 0.01: 10 rooms of 50)',
    schema: scale,
  },
  duration: {
    flags: '--duration <time>',
    description: 'length of the hold phase, 5s to 4h (default 60s)',
    schema: durationSeconds({ min: 5, max: 14_400 }),
  },
  ...loadFlags,
} as const;

export const comprehensive = defineCommand({
  description:
    'Everything at once over ramp, hold and fall, at a scale of the reference event (100 rooms of 500): rooms with media, WebSockets that chat, and journeys through the API.',
  examples: [
    'gomeet loadtest comprehensive --scale 0.01',
    'gomeet loadtest comprehensive --scale 0.02 --duration 5m --json',
  ],
  next: 'gomeet report open',
  arguments: {},
  flags,
  data: runDataSchema,
  async run(ctx, options) {
    const { values } = await ctx.config();
    return runLoadCommand(
      ctx,
      comprehensiveLoad(comprehensiveRequest(withProfile('comprehensive', flags, options), values.loadtest)),
    );
  },
});
