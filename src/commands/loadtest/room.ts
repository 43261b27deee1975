import { z } from 'zod';
import { ExitCode, GomeetError } from '../../errors.ts';
import { layoutNames } from '../../loadtest/room/layouts.ts';
import { roomLoad } from '../../loadtest/room/load.ts';
import { networkFaces } from '../../loadtest/room/network.ts';
import { videoCodecs } from '../../loadtest/room/plan.ts';
import { loadTestProfile } from '../../loadtest/room/profiles.ts';
import { roomRequest } from '../../loadtest/room/request.ts';
import { defineCommand } from '../command.ts';
import { durationSeconds, oneOf, wholeNumber } from '../flag-schemas.ts';
import { runDataSchema } from '../run-data.ts';
import { profileFlag, withProfile } from './profile-flag.ts';
import { loadFlags, runLoadCommand, runnerFlags } from './run-load-command.ts';

/** Flags of a room, shared with quickstart. */
export const roomFlags = {
  participants: {
    flags: '--participants <n>',
    description: 'people in the room, 2 to 1,000 (default 500)',
    schema: wholeNumber({ min: 2, max: 1000, unit: 'participants in a room' }),
  },
  publishers: {
    flags: '--publishers <n>',
    description: 'participants whose camera is on, 1 to 100 (default 2)',
    schema: wholeNumber({ min: 1, max: 100, unit: 'publishers' }),
  },
  microphones: {
    flags: '--microphones <n>',
    description: 'publishers whose microphone is open, 0 to 100 (default 1)',
    schema: wholeNumber({ min: 0, max: 100, unit: 'microphones' }),
  },
  layout: {
    flags: '--layout <name>',
    description: `what each participant asks to see: ${layoutNames.join(', ')} (default grid-25)`,
    schema: oneOf(layoutNames),
  },
  codec: {
    flags: '--codec <name>',
    description: `codec of cameras and shared screens: ${videoCodecs.join(', ')} (default vp8)`,
    schema: oneOf(videoCodecs),
  },
  screenShares: {
    flags: '--screen-shares <n>',
    description: 'publishers who share a screen too, 0 to 10 (default 0, or as the layout has it)',
    schema: wholeNumber({ min: 0, max: 10, unit: 'screens' }),
  },
  speakerSeconds: {
    flags: '--speaker-seconds <n>',
    description:
      'open microphones take turns of that length, 1 to 600; 0: all speak all the time (default 0)',
    schema: wholeNumber({ min: 0, max: 600, unit: 'seconds' }),
  },
  network: {
    flags: '--network <shares>',
    description:
      'shares of people behind turn, turns (over TLS), tcp, lossy or slow networks, such as turn=0.1,lossy=0.2:2,slow=0.1:100',
    schema: networkFaces,
  },
  duration: {
    flags: '--duration <time>',
    description: 'length of the hold phase, 5s to 4h (default 30s)',
    schema: durationSeconds({ min: 5, max: 14_400 }),
  },
  joinRate: {
    flags: '--join-rate <n>',
    description: 'participants joining a second, 1 to 1,000 (default 10)',
    schema: wholeNumber({ min: 1, max: 1000, unit: 'a second' }),
  },
  room: {
    flags: '--room <name>',
    description: 'name of the room that is opened for the run',
    schema: z.string().min(1, 'accepted: 1 to 100 characters').max(100, 'accepted: 1 to 100 characters'),
  },
} as const;

/** Flags of data messages, shared with rooms. */
export const dataFlags = {
  dataUsers: {
    flags: '--data-users <n>',
    description:
      'people who send data messages to one another, cameras first, 2 to 500; the others keep no channel open (default none)',
    schema: wholeNumber({ min: 2, max: 500, unit: 'people' }),
  },
  dataRate: {
    flags: '--data-rate <n>',
    description:
      'messages a second of each, reliable and lossy ones in turn, 1 to 1,000 (default 1); needs --data-users',
    schema: wholeNumber({ min: 1, max: 1000, unit: 'a second' }),
  },
} as const;

/** Not of quickstart, whose platform has no room yet. */
const roomIdFlag = {
  roomId: {
    flags: '--room-id <id>',
    description:
      'a room that is open already, such as one where you sit by browser; it needs seats for all of them (default: a room of its own)',
    schema: z.uuid('accepted: the id of a room, as in the address /rooms/<id> of its page'),
  },
} as const;

const flags = {
  profile: profileFlag('room'),
  ...roomFlags,
  ...roomIdFlag,
  ...dataFlags,
  ...runnerFlags,
  ...loadFlags,
};

export const room = defineCommand({
  description:
    'One room: everyone signs in and joins through the API, publishers send audio and simulcast video, everyone receives as a real client would.',
  examples: [
    'gomeet loadtest room',
    'gomeet loadtest room --participants 100 --publishers 4 --layout speaker --duration 2m',
    'gomeet loadtest room --participants 50 --data-users 20 --data-rate 5',
    'gomeet loadtest room --room-id 6f1c2d9e-6a44-4c0e-9d0b-1f6f0f8f7b11 --layout single',
    'gomeet loadtest room --json > result.json',
  ],
  next: 'gomeet report open',
  arguments: {},
  flags,
  data: runDataSchema,
  async run(ctx, options) {
    const { values } = await ctx.config();
    if ((options.parallelism ?? 1) > 1) throw oneRoomInTwo(options.parallelism ?? 1);
    const request = roomRequest(withProfile('room', flags, options), values.loadtest);
    return runLoadCommand(ctx, roomLoad(request, loadTestProfile('loadtest room', request)), options);
  },
});

/** What everyone receives is compared with what the publishers of the same process have sent. */
const oneRoomInTwo = (processes: number): GomeetError =>
  new GomeetError(
    `--parallelism ${processes}: one room is whole in one process, which knows what its publishers have sent; accepted is 1, and more with gomeet loadtest rooms`,
    { exitCode: ExitCode.usage, code: 'impossible-parallelism', hint: 'gomeet loadtest rooms --help' },
  );
