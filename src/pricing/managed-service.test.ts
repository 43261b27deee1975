import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { asDecimal } from './bill.ts';
import { managedCostOf, managedOffersOf } from './managed-service.ts';
import { readCatalogue } from './read-catalogue.ts';

const catalogue = await readCatalogue(fileURLToPath(new URL('../..', import.meta.url)));
const offers = new Map(managedOffersOf(catalogue).map((offer) => [offer.id, offer]));

/** The reference event: 50,000 people × 176 h × 60 min, and 267.3 Gbit/s × 176 h of payload. */
const use = { participantMinutes: 528_000_000, trafficGB: 21_170_160, peakParticipants: 50_000 };
const costOf = (id: string, ofUse = use) => {
  const offer = offers.get(id);
  if (offer === undefined) throw new Error(`no offer "${id}" among ${[...offers.keys()].join(', ')}`);
  return managedCostOf(offer, ofUse);
};
const total = (id: string): string | null => {
  const { monthlyTotal } = costOf(id);
  return monthlyTotal && asDecimal(monthlyTotal);
};

describe('528 million minutes of the reference event cost, at list prices,', () => {
  test.each([
    // $500 + 526,500,000 min × $0.0004 + 21,167,160 GB × $0.10
    ['livekit-cloud/scale', '2327816.00'],
    // $50 + 527,850,000 × $0.0005 + 21,169,910 GB × $0.12
    ['livekit-cloud/ship', '2804364.20'],
    ['cloudflare-realtimekit', '1056000.00'],
    // 527,990,000 × $0.0035
    ['zoom-video-sdk', '1847965.00'],
    ['daily', '2111960.00'],
    ['agora/hd', '2106720.00'],
    ['agora/k2', '8442720.00'],
    ['videosdk/720p', '1584000.00'],
    // $9.99 + 527,998,000 × $0.004
    ['whereby/embedded', '2112001.99'],
    // $999 + 47,000 × $0.99
    ['8x8-jaas/mau-3000', '47529.00'],
  ])('%s: $%s', (id, amount) => {
    expect(total(id)).toBe(amount);
  });

  test('Daily slides to a lower price, by amounts that nobody has read: a range', () => {
    expect(costOf('daily').lowestTotal?.toFixed(2)).toBe('791985.00');
    expect(costOf('zoom-video-sdk').lowestTotal).toBeNull();
  });

  test.each(['twilio-video', 'amazon-chime-sdk', '100ms'])('%s: unknown, not zero', (id) => {
    expect(total(id)).toBeNull();
  });
});

describe('an offer', () => {
  test('says when it is not sold for so many people', () => {
    expect(costOf('livekit-cloud/scale').limit).toContain('at most 5,000 people at once');
    expect(costOf('livekit-cloud/scale', { ...use, peakParticipants: 5000 }).limit).toBeNull();
  });

  test('charges its base alone for what the base includes', () => {
    expect(
      costOf('livekit-cloud/ship', {
        participantMinutes: 150_000,
        trafficGB: 250,
        peakParticipants: 10,
      }).monthlyTotal?.toFixed(2),
    ).toBe('50.00');
  });

  test('for audio alone is none for meetings with video', () => {
    expect([...offers.keys()].filter((id) => id.includes('audio'))).toEqual([]);
  });
});
