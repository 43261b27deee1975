import Big from 'big.js';
import { expect, test } from 'vitest';
import type { Comparison } from '../pricing/compare-costs.ts';
import { costComparisonOf } from './cost-comparison.ts';

const hours = [0, 730];
const curve = (id: string, title: string, from: number | null, amount: number) => ({
  id,
  title,
  hours: from,
  amounts: [new Big(0), new Big(amount)],
});
const cost = (id: string, known: object) => ({
  offer: { id, provider: id, title: id, base: null, meters: [] },
  currency: 'USD' as const,
  monthlyTotal: new Big(1),
  lowestTotal: null,
  isAtLeast: false,
  limit: null,
  ...known,
});

test('a lower bound decides nothing, and an offer that is too small says so', () => {
  const comparison: Comparison = {
    currency: 'USD',
    use: { participantMinutes: 1, trafficGB: 1, peakParticipants: 1 },
    selfHosted: [],
    managed: [
      cost('jaas', { isAtLeast: true }),
      cost('cheap', {}),
      cost('scale', { limit: 'at most 5,000 people at once' }),
    ],
    curve: {
      hours,
      selfHosted: [new Big(5), new Big(9)],
      services: [
        curve('jaas', 'JaaS', null, 1),
        curve('cheap', 'Cheap', null, 2),
        curve('scale', 'Scale', 20, 30),
      ],
    },
  };
  const { finding, offers } = costComparisonOf(comparison, 'digitalocean');
  expect(finding).toBe(
    'Running it oneself costs less than Scale from 20 hours a month; at no hours of a month does it cost less than Cheap; of JaaS only the least that it costs is known, so it is not decided which costs less; Scale takes at most 5,000 people at once',
  );
  expect(offers.map(({ isAtLeast, limit }) => [isAtLeast, limit])).toEqual([
    [true, null],
    [false, null],
    [false, 'at most 5,000 people at once'],
  ]);
});
