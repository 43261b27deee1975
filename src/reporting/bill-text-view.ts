import type { Bill } from '../pricing/bill.ts';
import type { Lever } from '../pricing/bill-levers.ts';
import type { UnitCosts } from '../pricing/bill-unit-costs.ts';
import { moneyText, quantityText, unitPriceText } from '../pricing/cost-table.ts';
import type { Variant } from '../pricing/variants.ts';
import { padded } from './text-table.ts';

export interface BillView {
  readonly name: string;
  /** Who meets when, in words. */
  readonly description: string;
  readonly bill: Bill;
  readonly unitCosts: UnitCosts;
  readonly variants: readonly Variant[];
  readonly levers: readonly Lever[];
}

/** From here on the price of one has its column. */
const priceColumns = 66;

/** A bill as a terminal shows it. @param columns of the window */
export function billTextView(view: BillView, columns: number): string {
  const { name, description, bill } = view;
  const schedule = bill.schedule === 'elastic' ? 'media nodes in the hours of load' : 'always on';
  return [
    `Cost of ${name}: ${description}`,
    `${bill.provider} ${bill.region}, ${schedule}, list prices in ${bill.currency} before tax`,
    '',
    ...lineTable(bill, columns < priceColumns),
    '',
    ...unitTable(view.unitCosts, bill),
    '',
    'Other ways to buy it',
    ...variantTable(view.variants, bill),
    '',
    'Where to save, by what is at stake',
    ...padded(
      view.levers.map(({ title, atStake, advice }) => [
        `  ${moneyText(atStake, bill.currency, 0)}`,
        `${title}: ${advice}`,
      ]),
      ['right', 'left'],
    ),
  ].join('\n');
}

function lineTable(bill: Bill, isNarrow: boolean): readonly string[] {
  const { currency, lines, monthlyTotal, isAtLeast } = bill;
  const rows = [
    ['', 'quantity', '', ...(isNarrow ? [] : ['price']), 'a month'],
    ...lines.map((line) => [
      line.id,
      quantityText(line.quantity),
      line.unit.replace(/\*month$/, '').replace('*', ' '),
      ...(isNarrow ? [] : [unitPriceText(line.unitPrice, currency)]),
      moneyText(line.amount, currency),
    ]),
    [
      isAtLeast ? 'Total, at least' : 'Total',
      '',
      '',
      ...(isNarrow ? [] : ['']),
      moneyText(monthlyTotal, currency),
    ],
  ];
  const table = padded(rows, ['left', 'right', 'left', ...(isNarrow ? [] : ['right' as const]), 'right']);
  const width = Math.max(...table.map(({ length }) => length));
  const notes = padded(
    lines.map(({ id, title, note }) => [`  ${id}`, note === null ? title : `${title}; ${note}`]),
    ['left', 'left'],
  );
  return [...table.slice(0, -1), '─'.repeat(width), ...table.slice(-1), '', ...notes];
}

const unitTable = (costs: UnitCosts, { currency }: Bill): readonly string[] =>
  padded(
    [
      ['An hour of a person', moneyText(costs.perParticipantHour, currency, 4)],
      ['A participant, a month', moneyText(costs.perParticipant, currency)],
      ['A meeting, a day', moneyText(costs.perMeeting, currency)],
      ['The event, a day', moneyText(costs.perEvent, currency)],
    ],
    ['left', 'right'],
  );

const variantTable = (variants: readonly Variant[], { currency }: Bill): readonly string[] =>
  variants.flatMap(({ title, monthlyTotal, saving, note, evidence }) => {
    const saved = saving?.gt(0) ? `, saves ${moneyText(saving, currency, 0)}` : '';
    const cost = evidence === 'not-offered' ? 'not sold' : moneyText(monthlyTotal, currency, 0);
    return [`  ${title}: ${cost}${saved}${evidence === 'claimed' ? ' (claimed)' : ''}`, `    ${note}`];
  });
