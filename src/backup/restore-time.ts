import { z } from 'zod';

/** A moment with its offset from UTC: without one, two machines could mean two moments. To the millisecond. */
export const restoreTime: z.ZodType<number, string> = z
  .string()
  .refine((text) => pattern.test(text) && !Number.isNaN(Date.parse(text)), {
    error: 'accepted: a time with its offset, such as 2026-11-21T14:05:30Z or 2026-11-21T22:05:30.250+08:00',
  })
  .transform((text) => Date.parse(text));

const pattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/;
