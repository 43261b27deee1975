import { oneOf } from '../flag-schemas.ts';
import { maxPriceAge } from './price-age-flag.ts';

/** How a plan is priced; `cost` and `cost diff` take the same. */
export const costFlags = {
  schedule: {
    flags: '--schedule <schedule>',
    description:
      'always-on, or elastic: media nodes in the hours of load and their drain (default: the plan’s)',
    schema: oneOf(['always-on', 'elastic']),
  },
  currency: {
    flags: '--currency <currency>',
    description: 'USD or EUR, converted last at the catalogue’s rate (default: the price list’s)',
    schema: oneOf(['USD', 'EUR']),
  },
  maxPriceAge,
} as const;
