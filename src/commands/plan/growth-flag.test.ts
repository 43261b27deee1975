import { expect, test } from 'vitest';
import { growthPerMonth } from './growth-flag.ts';

test.each([
  ['5%/month', 0.05],
  ['5%', 0.05],
  ['0.05', 0.05],
  ['-10%/month', -0.1],
  ['0%', 0],
])('%s is %d a month', (text, share) => expect(growthPerMonth.parse(text)).toBeCloseTo(share, 12));

test.each(['five', '5%/year', '300%', '-60%', 'NaN', '', '5 %%'])('%j is refused', (text) =>
  expect(growthPerMonth.safeParse(text).error?.issues[0]?.message).toContain('accepted: growth a month'),
);
