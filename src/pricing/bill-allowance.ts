import Big from 'big.js';
import type { ListedLine, Use } from './bill-lines.ts';
import type { CatalogueRow } from './catalogue-lookup.ts';
import { HOURS_PER_MONTH } from './month.ts';
import { type DataUnit, inDataUnit, isDataUnit } from './usage.ts';

/** Machines with what their price includes. */
export interface PaidMachines {
  readonly use: Use;
  readonly row: CatalogueRow | null;
}

/**
 * Traffic that the prices of the machines include, pooled over the team. DigitalOcean's allowance accrues with every hour that a
 * Droplet runs, up to the 672 that it is paid for, and does not roll over: 55 nodes of 11,000 GiB that run 176 hours
 * bring 55 × 11,000 × 176 / 672 = 158,452 GiB. An allowance that is not pooled counts for
 * the nodes that send media only.
 */
export function includedTraffic(
  machines: readonly PaidMachines[],
  traffic: CatalogueRow | null,
  unit: DataUnit,
): Big {
  // Some providers include an amount with the traffic itself: 10,000 GB a month at Oracle.
  let total = includedData(traffic, unit);
  for (const { use, row } of machines) {
    if (row === null || row.kind !== 'node') continue;
    for (const { amount, unit: own, pooled } of row.included) {
      if (!isDataUnit(own) || (!pooled && use.resource.part !== 'media')) continue;
      const cap = row.capHours ?? row.monthHours ?? HOURS_PER_MONTH;
      const accrued = new Big(Math.min(use.hours ?? cap, cap)).div(cap);
      total = total.plus(
        inDataUnit({ value: new Big(amount), unit: own }, unit)
          .value.times(use.amount)
          .times(accrued),
      );
    }
  }
  return total;
}

/** Data that a row includes once, whatever is bought. */
function includedData(row: CatalogueRow | null, unit: DataUnit): Big {
  let total = new Big(0);
  for (const { amount, unit: own } of row?.included ?? [])
    if (isDataUnit(own)) total = total.plus(inDataUnit({ value: new Big(amount), unit: own }, unit).value);
  return total;
}

/** Of several uses of one kind the sum, under the first one's name: an allowance is taken off once, tiers are climbed once. */
export function together(uses: readonly Use[]): Use | null {
  const [first, ...others] = uses;
  if (first === undefined) return null;
  const amount = others.reduce(
    (sum, use) =>
      isDataUnit(use.unit) && isDataUnit(first.unit)
        ? sum.plus(inDataUnit({ value: use.amount, unit: use.unit }, first.unit).value)
        : sum.plus(use.amount),
    first.amount,
  );
  return { ...first, amount };
}

/** The line of the traffic is always there, and its id begins with `egress`: people look for it first. */
export const asEgress = (line: ListedLine): ListedLine =>
  line.id.startsWith('egress') ? line : { ...line, id: `egress.${line.id}` };
