import { z } from 'zod';
import type { Flag } from '../command.ts';

const MAX_DAYS = 3650;

/** `--max-price-age 90d`, in days; every command that uses prices takes it. */
export const maxPriceAge = {
  flags: '--max-price-age <days>',
  description: 'prices older than this warn, such as 90d (the default)',
  schema: z
    .string()
    .refine(
      (text) =>
        /^\d{1,4}d$/.test(text) && Number.parseInt(text, 10) >= 1 && Number.parseInt(text, 10) <= MAX_DAYS,
      {
        error: `accepted: days such as 90d, from 1d to ${MAX_DAYS}d`,
      },
    )
    .transform((text) => Number.parseInt(text, 10)),
} satisfies Flag;
