import type { Comparison } from '../pricing/compare-costs.ts';
import { moneyText } from '../pricing/cost-table.ts';
import { padded } from './text-table.ts';

/** What the same event costs elsewhere, as a terminal shows it. */
export function comparisonTextView(comparison: Comparison): string {
  return [
    'Machines and traffic at each provider (nothing else has a price everywhere); elsewhere as many',
    'machines as have the same cores and memory, for nothing was measured there',
    ...selfHostedTable(comparison),
    '',
    'Bought as a service, and from how many hours of load a month self-hosting is cheaper',
    ...managedTable(comparison),
  ].join('\n');
}

const selfHostedTable = ({ selfHosted, currency }: Comparison): readonly string[] => {
  const table = padded(
    selfHosted.map(({ title, bill }) => [
      `  ${title}`,
      bill.lines.find(({ kind, row }) => kind === 'node' && row !== null)?.row?.sku ?? '',
      `${bill.isAtLeast ? 'at least ' : ''}${moneyText(bill.monthlyTotal, currency, 0)}`,
    ]),
    ['left', 'left', 'right'],
  );
  return selfHosted.flatMap(({ notes }, i) => [table[i] ?? '', ...notes.map((note) => `      ${note}`)]);
};

function managedTable({ managed, curve, currency }: Comparison): readonly string[] {
  const breakEven = new Map(curve.services.map(({ id, hours }) => [id, hours]));
  const rows = managed.map(({ offer, monthlyTotal, lowestTotal, isAtLeast }) => [
    `  ${offer.title}`,
    [
      isAtLeast ? 'at least ' : '',
      lowestTotal === null ? '' : `${moneyText(lowestTotal, currency, 0)} to `,
      moneyText(monthlyTotal, currency, 0),
    ].join(''),
    monthlyTotal === null ? 'price not known' : hoursText(breakEven.get(offer.id) ?? null),
  ]);
  const limits = managed.flatMap(({ offer, limit }) =>
    limit === null ? [] : [`    ${offer.title}: ${limit}`],
  );
  return [...padded(rows, ['left', 'right', 'left']), ...limits];
}

function hoursText(hours: number | null): string {
  if (hours === null) return 'never';
  return hours === 0 ? 'always' : `from ${hours} h`;
}
