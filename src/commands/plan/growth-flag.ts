import { z } from 'zod';

const accepted = 'accepted: growth a month from -50% to 200%, such as 5%/month, 5% or 0.05';

/** `5%/month`, `5%` or `0.05`, as a share a month. */
export const growthPerMonth: z.ZodType<number, string> = z.string().transform((text, issue) => {
  const match = /^(-?\d+(?:\.\d+)?)(%?)(?:\/month)?$/.exec(text.trim());
  const share = match === null ? Number.NaN : Number(match[1]) / (match[2] === '%' ? 100 : 1);
  if (share >= -0.5 && share <= 2) return share;
  issue.addIssue({ code: 'custom', message: accepted });
  return z.NEVER;
});
