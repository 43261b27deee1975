import { webSocketLoad } from '../../loadtest/websocket/load.ts';
import { webSocketRequest } from '../../loadtest/websocket/request.ts';
import { defineCommand } from '../command.ts';
import { durationSeconds, wholeNumber } from '../flag-schemas.ts';
import { runDataSchema } from '../run-data.ts';
import { profileFlag, withProfile } from './profile-flag.ts';
import { loadFlags, runLoadCommand, runnerFlags } from './run-load-command.ts';

const webSocketFlags = {
  connections: {
    flags: '--connections <n>',
    description: 'WebSockets at once, 1 to 99,999 (default 1000)',
    schema: wholeNumber({ min: 1, max: 99_999, unit: 'connections' }),
  },
  duration: {
    flags: '--duration <time>',
    description: 'length of the hold phase, 5s to 4h (default 60s)',
    schema: durationSeconds({ min: 5, max: 14_400 }),
  },
  rate: {
    flags: '--rate <n>',
    description: 'connections that set out a second, 1 to 5,000 (default 200)',
    schema: wholeNumber({ min: 1, max: 5000, unit: 'a second' }),
  },
  roomsOf: {
    flags: '--rooms-of <n>',
    description: 'people in each room, 1 to 1,000 (default 500)',
    schema: wholeNumber({ min: 1, max: 1000, unit: 'people' }),
  },
  chatInterval: {
    flags: '--chat-interval <time>',
    description: 'between two messages in a room, 1s to 10m (default 10s)',
    schema: durationSeconds({ min: 1, max: 600 }),
  },
  logIn: {
    flags: '--log-in <percent>',
    description:
      'share of the accounts that log in, 0 to 100; gomeet opens the sessions of the others (default 1)',
    schema: wholeNumber({ min: 0, max: 100, unit: 'percent' }),
  },
  parallelism: {
    ...runnerFlags.parallelism,
    description:
      'generator processes that share the load, 1 to 16 (default: one for each 17,500 connections)',
  },
} as const;

const flags = { profile: profileFlag('websocket'), ...runnerFlags, ...webSocketFlags, ...loadFlags };

export const websocket = defineCommand({
  description:
    'Very many WebSockets: each gets its ticket through the API, connects from its own address, authenticates, joins a room, hears every message and answers pings.',
  examples: [
    'gomeet loadtest websocket',
    'gomeet loadtest websocket --connections 5000 --rate 100 --rooms-of 50',
    'gomeet deploy --api-workers 4 && gomeet loadtest websocket --connections 50000 --duration 60s --json',
  ],
  next: 'gomeet report open',
  arguments: {},
  flags,
  data: runDataSchema,
  run: (ctx, options) =>
    runLoadCommand(ctx, webSocketLoad(webSocketRequest(withProfile('websocket', flags, options))), options),
});
