import Big from 'big.js';
import { type Bill, sumOf, toCents } from './bill.ts';
import type { Prices } from './bill-rows.ts';

/** How well a way of paying less is known to exist. */
type VariantEvidence = 'listed' | 'claimed' | 'not-offered' | 'unknown';

/** Another way to buy the same plan. */
export interface Variant {
  readonly id: string;
  readonly title: string;
  /** Null where it cannot be had, or nobody knows what it costs. */
  readonly monthlyTotal: Big | null;
  /** Against always on, at list prices; null where the total is. */
  readonly saving: Big | null;
  readonly evidence: VariantEvidence;
  readonly note: string;
}

/** What the written plan expects of a year's commitment; no price list that we have read says so. */
const CLAIMED_COMMITMENT = new Big('0.30');
/** Spot machines are taken away at short notice: only what no meeting waits for may run on them. */
const NOT_CRITICAL = ['monitoring'];

/** The bill always on and elastic, each as it would be; the other ways are reckoned from the first. */
export function variantsOf(alwaysOn: Bill, elastic: Bill, prices: Prices): readonly Variant[] {
  const from = alwaysOn.monthlyTotal;
  const priced = (
    id: string,
    title: string,
    monthlyTotal: Big | null,
    evidence: VariantEvidence,
    note: string,
  ): Variant => ({
    id,
    title,
    monthlyTotal,
    saving: monthlyTotal === null ? null : from.minus(monthlyTotal),
    evidence,
    note,
  });
  return [
    priced('always-on', 'always on', from, 'listed', 'every machine runs the whole month'),
    priced(
      'elastic',
      'elastic media nodes',
      elastic.monthlyTotal,
      'listed',
      'media nodes run in the hours of load and drain up to 5 h after them; less included transfer accrues',
    ),
    committed(alwaysOn, prices, priced),
    spot(alwaysOn, prices, priced),
  ];
}

type Priced = (
  id: string,
  title: string,
  total: Big | null,
  evidence: VariantEvidence,
  note: string,
) => Variant;

function committed(bill: Bill, prices: Prices, priced: Priced): Variant {
  const rows = prices.rowsOf(bill.provider, 'commitment');
  const saved = toCents(machinesOf(bill).times(CLAIMED_COMMITMENT));
  const isListed = rows.some(({ price }) => price !== null);
  const why = isListed
    ? 'the price list knows commitments, but not at this discount'
    : bill.provider === 'digitalocean'
      ? 'no published commitment price: negotiated, unproven'
      : `the catalogue has no commitment price of ${bill.provider}, which may publish one`;
  return priced(
    'committed',
    'machines committed for a year, 30 % off',
    bill.monthlyTotal.minus(saved),
    'claimed',
    `${why}; the 30 % are the written plan's claim`,
  );
}

function spot(bill: Bill, prices: Prices, priced: Priced): Variant {
  const title = 'spot machines for what is not critical';
  const isSold = prices.rowsOf(bill.provider, 'node').some(({ attributes }) => attributes.isSpot === true);
  const atStake = sumOf(
    bill.lines
      .filter(({ part, kind }) => kind === 'node' && NOT_CRITICAL.includes(part))
      .map(({ amount }) => amount),
  );
  if (bill.provider === 'digitalocean')
    return priced('spot', title, null, 'not-offered', 'DigitalOcean sells no spot or preemptible Droplets');
  const share = atStake.gt(0) ? `; at stake are ${atStake.toFixed(2)} ${bill.currency} a month` : '';
  return priced(
    'spot',
    title,
    null,
    'unknown',
    isSold
      ? `their price changes by the hour${share}`
      : `the catalogue has no spot price of ${bill.provider}${share}`,
  );
}

/** What a bill pays for machines that run: the part that commitments are about. */
const machinesOf = (bill: Pick<Bill, 'lines'>): Big =>
  sumOf(bill.lines.filter(({ kind }) => kind === 'node').map(({ amount }) => amount));
