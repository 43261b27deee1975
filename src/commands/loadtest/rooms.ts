import { loadTestProfile } from '../../loadtest/room/profiles.ts';
import { roomsLoad } from '../../loadtest/rooms/load.ts';
import { roomsRequest } from '../../loadtest/rooms/request.ts';
import { defineCommand } from '../command.ts';
import { wholeNumber } from '../flag-schemas.ts';
import { runDataSchema } from '../run-data.ts';
import { profileFlag, withProfile } from './profile-flag.ts';
import { dataFlags, roomFlags } from './room.ts';
import { loadFlags, runLoadCommand, runnerFlags } from './run-load-command.ts';

/** Flags of many rooms: those of one, which hold for each, and how many there are. */
export const roomsFlags = {
  ...roomFlags,
  rooms: {
    flags: '--rooms <n>',
    description: 'rooms at once, 1 to 1,000 (default 10)',
    schema: wholeNumber({ min: 1, max: 1000, unit: 'rooms' }),
  },
  participants: {
    flags: '--participants <n>',
    description: 'people in each room, 2 to 1,000 (default 50)',
    schema: wholeNumber({ min: 2, max: 1000, unit: 'participants in a room' }),
  },
  joinRate: {
    flags: '--join-rate <n>',
    description: 'participants joining a second over all rooms, 1 to 1,000 (default 10)',
    schema: wholeNumber({ min: 1, max: 1000, unit: 'a second' }),
  },
} as const;

const flags = { profile: profileFlag('rooms'), ...roomsFlags, ...dataFlags, ...runnerFlags, ...loadFlags };

export const rooms = defineCommand({
  description:
    'Many rooms at once, each as in "loadtest room": own accounts and addresses, own publishers, and a line of its own in the report.',
  examples: [
    'gomeet loadtest rooms --rooms 10 --participants 50',
    'gomeet loadtest rooms --rooms 20 --participants 10 --publishers 3 --layout speaker --duration 2m',
    'gomeet loadtest rooms --rooms 8 --runner local --parallelism 2 --json',
  ],
  next: 'gomeet report open',
  arguments: {},
  flags,
  data: runDataSchema,
  async run(ctx, options) {
    const { values } = await ctx.config();
    const request = roomsRequest(withProfile('rooms', flags, options), values.loadtest);
    return runLoadCommand(ctx, roomsLoad(request, loadTestProfile('loadtest rooms', request)), options);
  },
});
