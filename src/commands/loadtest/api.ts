import { shapeNames } from '../../../scenarios/lib/shapes.ts';
import { apiLoad } from '../../loadtest/api/load.ts';
import { apiRequest, journeySetNames } from '../../loadtest/api/request.ts';
import { defineCommand } from '../command.ts';
import { durationSeconds, oneOf, wholeNumber } from '../flag-schemas.ts';
import { runDataSchema } from '../run-data.ts';
import { profileFlag, withProfile } from './profile-flag.ts';
import { loadFlags, runLoadCommand, runnerFlags } from './run-load-command.ts';

const flags = {
  profile: profileFlag('api'),
  rate: {
    flags: '--rate <n>',
    description: 'journeys that begin each second, 1 to 5,000 (default 10)',
    schema: wholeNumber({ min: 1, max: 5000, unit: 'journeys a second' }),
  },
  shape: {
    flags: '--shape <name>',
    description:
      'smoke (a tenth of the rate), average, stress (1.5 times), spike (3 times, at once), soak (0.8 times) (default average)',
    schema: oneOf(shapeNames),
  },
  duration: {
    flags: '--duration <time>',
    description: 'length of the hold phase, 5s to 24h; ramp and fall come on top (default 60s)',
    schema: durationSeconds({ min: 5, max: 86_400 }),
  },
  journeys: {
    flags: '--journeys <set>',
    description:
      'meetings (register, log in, create, join, leave, end) or liveness (GET /health only) (default meetings)',
    schema: oneOf(journeySetNames),
  },
  ...runnerFlags,
  ...loadFlags,
} as const;

export const api = defineCommand({
  description:
    'People walk through the signaling API: journeys begin at a rate that does not wait for answers, and every response time counts from the moment its request was due.',
  examples: [
    'gomeet loadtest api',
    'gomeet loadtest api --rate 20 --shape spike --duration 2m',
    'gomeet loadtest api --journeys liveness --rate 1000 --duration 30s --json',
  ],
  next: 'gomeet report open',
  arguments: {},
  flags,
  data: runDataSchema,
  run: (ctx, options) =>
    runLoadCommand(ctx, apiLoad(apiRequest(withProfile('api', flags, options))), options),
});
