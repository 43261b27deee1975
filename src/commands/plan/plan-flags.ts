import { z } from 'zod';
import { wholeNumber } from '../flag-schemas.ts';
import { growthPerMonth } from './growth-flag.ts';

const name = z.string().min(1);

/** What a plan is made with; `plan` and `plan explain` take the same. */
export const planFlags = {
  provider: { flags: '--provider <name>', description: 'whose machines (digitalocean)', schema: name },
  region: { flags: '--region <name>', description: 'region of that provider (sgp1)', schema: name },
  nodeSize: {
    flags: '--node-size <size>',
    description: 'size of a media node, or auto: the cheapest that carries the largest meeting',
    schema: name,
  },
  calibration: {
    flags: '--calibration <file>',
    description: 'a profile of gomeet calibrate, in the place of the assumed costs',
    schema: name,
  },
  growth: {
    flags: '--growth <rate>',
    description: 'growth of the meetings, such as 5%/month',
    schema: growthPerMonth,
  },
  horizon: {
    flags: '--horizon <months>',
    description: 'months to look ahead while they grow (12)',
    schema: wholeNumber({ min: 1, max: 120, unit: 'months' }),
  },
} as const;
