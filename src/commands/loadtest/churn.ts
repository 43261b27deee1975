import { churnLoad } from '../../loadtest/churn/load.ts';
import { churnRequest } from '../../loadtest/churn/request.ts';
import { reconnectNames } from '../../loadtest/room/plan.ts';
import { defineCommand } from '../command.ts';
import { durationSeconds, oneOf, wholeNumber } from '../flag-schemas.ts';
import { runDataSchema } from '../run-data.ts';
import { profileFlag, withProfile } from './profile-flag.ts';
import { roomsFlags } from './rooms.ts';
import { loadFlags, runLoadCommand, runnerFlags } from './run-load-command.ts';

const churnFlags = {
  rooms: {
    flags: '--rooms <n>',
    description: 'rooms at once, 1 to 1,000 (default 1)',
    schema: wholeNumber({ min: 1, max: 1000, unit: 'rooms' }),
  },
  participants: {
    flags: '--participants <n>',
    description: 'people in each room, 3 to 1,000 (default 300)',
    schema: wholeNumber({ min: 3, max: 1000, unit: 'participants in a room' }),
  },
  vanish: {
    flags: '--vanish <percent>',
    description: 'share of those without a camera that is lost at once, 0 to 100 (default 30)',
    schema: wholeNumber({ min: 0, max: 100, unit: 'percent' }),
  },
  returnWithin: {
    flags: '--return-within <time>',
    description: 'time within which all of them come back, 1s to 10m (default 5s)',
    schema: durationSeconds({ min: 1, max: 600 }),
  },
  reconnect: {
    flags: '--reconnect <how>',
    description:
      'what they lose and how they return: rejoin (every socket; join anew) or resume (LiveKit’s signalling only) (default rejoin)',
    schema: oneOf(reconnectNames),
  },
  turnover: {
    flags: '--turnover <n>',
    description: 'people who leave in good order each minute and join late, 0 to 6,000 (default 240)',
    schema: wholeNumber({ min: 0, max: 6000, unit: 'a minute' }),
  },
  turnoverDuration: {
    flags: '--turnover-duration <time>',
    description: 'how long people leave at that rate, 1s to 1h (default 20s)',
    schema: durationSeconds({ min: 1, max: 3600 }),
  },
  away: {
    flags: '--away <time>',
    description: 'after which those who left join late, 1s to 10m (default 3s)',
    schema: durationSeconds({ min: 1, max: 600 }),
  },
} as const;

const flags = {
  profile: profileFlag('churn'),
  ...roomsFlags,
  ...churnFlags,
  ...runnerFlags,
  ...loadFlags,
};

export const churn = defineCommand({
  description:
    'Rooms in which people come and go: some leave and join late, then a share is lost at once, as after the death of a node, and comes back. Judges how they return and what the others feel.',
  examples: [
    'gomeet loadtest churn',
    'gomeet loadtest churn --participants 200 --vanish 50 --return-within 10s',
    'gomeet loadtest churn --turnover 0 --vanish 100 --json',
    'gomeet loadtest churn --reconnect resume',
  ],
  next: 'gomeet report open',
  arguments: {},
  flags,
  data: runDataSchema,
  async run(ctx, options) {
    const { values } = await ctx.config();
    return runLoadCommand(
      ctx,
      churnLoad(churnRequest(withProfile('churn', flags, options), values.loadtest)),
      options,
    );
  },
});
