import Big from 'big.js';
import { sumOf, toCents } from './bill.ts';
import type { Currency } from './catalogue.ts';
import type { Catalogue, CatalogueRow } from './catalogue-lookup.ts';
import { sliceByTier } from './tier-price.ts';

/** What video services charge by. */
export interface VideoUse {
  /** Each participant's time in meetings in a month, in minutes. */
  readonly participantMinutes: number;
  /** Media that people receive in a month, in GB (10^9 byte), as far as a service charges for it. */
  readonly trafficGB: number;
  readonly peakParticipants: number;
}

/** One way to buy meetings from a service: a plan, or a tier of quality. */
export interface ManagedOffer {
  /** `livekit-cloud/scale`. */
  readonly id: string;
  readonly provider: string;
  readonly title: string;
  readonly base: CatalogueRow | null;
  /** Prices by minute, by GB or by user. */
  readonly meters: readonly CatalogueRow[];
}

export interface ManagedCost {
  readonly offer: ManagedOffer;
  readonly currency: Currency;
  /** Null where a price is not known. */
  readonly monthlyTotal: Big | null;
  /** What it comes to at the lowest price of a list that slides; null where the price does not. */
  readonly lowestTotal: Big | null;
  /** Users are counted once a month, and more people come in a month than are there at once. */
  readonly isAtLeast: boolean;
  /** Why it cannot be bought for this event. */
  readonly limit: string | null;
}

/** Every offer for meetings with video, in the order of the catalogue. */
export function managedOffersOf(catalogue: Pick<Catalogue, 'providers' | 'rowsOf'>): readonly ManagedOffer[] {
  return catalogue.providers.flatMap(({ id: provider, title }) => {
    const rows = catalogue
      .rowsOf(provider, 'managed-video')
      .filter(({ attributes }) => attributes.tier !== 'audio');
    const names = new Set(rows.map(nameOf).filter((name) => name !== null));
    const shared = rows.filter((row) => nameOf(row) === null);
    if (names.size === 0 && shared.length > 0) return [offerOf(provider, title, '', shared)];
    return [...names].map((name) =>
      offerOf(provider, title, name, [...rows.filter((row) => nameOf(row) === name), ...shared]),
    );
  });
}

/** The plan or the tier that a row belongs to; null: every one of its provider's. */
function nameOf({ attributes: { plan, tier } }: CatalogueRow): string | null {
  const name = plan ?? tier ?? null;
  return name === null ? null : String(name);
}

const offerOf = (
  provider: string,
  title: string,
  name: string,
  rows: readonly CatalogueRow[],
): ManagedOffer => ({
  id: name === '' ? provider : `${provider}/${name}`,
  provider,
  // A plan that bears the service's own last word, such as Whereby Embedded's, is not named twice.
  title: name === '' || title.toLowerCase().endsWith(name) ? title : `${title} ${name}`,
  base: rows.find(({ attributes }) => attributes.meter === 'base') ?? null,
  meters: rows.filter(({ attributes }) => attributes.meter !== 'base'),
});

const UNITS: Record<string, (use: VideoUse) => number> = {
  'participant*min': ({ participantMinutes }) => participantMinutes,
  GB: ({ trafficGB }) => trafficGB,
  // Whoever is there at the busiest time is a user of that month: there are at least so many.
  customer: ({ peakParticipants }) => peakParticipants,
};

export function managedCostOf(offer: ManagedOffer, use: VideoUse): ManagedCost {
  const { base, meters } = offer;
  const fee = base === null ? new Big(0) : base.price === null ? null : new Big(base.price);
  const amounts = meters.map((meter) => meterCost(meter, base, use));
  const parts = [fee, ...amounts];
  const isKnown = parts.length > 1 && parts.every((part) => part !== null);
  const sliding = meters.find(({ attributes }) => typeof attributes.lowestPrice === 'string');
  return {
    offer,
    currency: (base ?? meters[0])?.currency ?? 'USD',
    monthlyTotal: isKnown ? sumOf(parts) : null,
    lowestTotal:
      sliding === undefined || !isKnown
        ? null
        : sumOf([fee, ...meters.map((meter) => meterCost(atLowest(meter), base, use))]),
    isAtLeast: meters.some(({ per }) => per === 'customer'),
    limit: limitOf(offer, use),
  };
}

/** What the base includes comes off, and what the meter itself includes. */
function meterCost(meter: CatalogueRow, base: CatalogueRow | null, use: VideoUse): Big | null {
  const amount = new Big(UNITS[meter.per]?.(use) ?? 0);
  const included = [...(base?.included ?? []), ...meter.included]
    .filter(({ unit }) => unit === meter.per)
    .reduce((sum, part) => sum.plus(part.amount), new Big(0));
  const slices = sliceByTier(amount.gt(included) ? amount.minus(included) : new Big(0), meter);
  return slices === null ? null : toCents(sumOf(slices.map((slice) => slice.amount.times(slice.unitPrice))));
}

const atLowest = (meter: CatalogueRow): CatalogueRow =>
  typeof meter.attributes.lowestPrice === 'string'
    ? { ...meter, price: meter.attributes.lowestPrice }
    : meter;

function limitOf({ base, meters }: ManagedOffer, { peakParticipants }: VideoUse): string | null {
  const limits = [base, ...meters].flatMap((row) => {
    const limit = row?.attributes.maxConcurrent;
    return typeof limit === 'number' ? [limit] : [];
  });
  const least = Math.min(...limits);
  return peakParticipants > least
    ? `at most ${least.toLocaleString('en-US')} people at once: beyond that the price is negotiated`
    : null;
}
