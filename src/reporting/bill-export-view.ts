import type { Bill } from '../pricing/bill.ts';
import { csvRow, markdownRow, moneyText, quantityText, unitPriceText } from '../pricing/cost-table.ts';
import type { FocusRow } from '../pricing/focus.ts';

/** The bill as comma-separated values in the columns of FOCUS, one line of the bill a row. */
export function billCsvView(rows: readonly FocusRow[]): string {
  const [first] = rows;
  if (first === undefined) return '';
  const columns = Object.keys(first) as (keyof FocusRow)[];
  return [csvRow(columns), ...rows.map((row) => csvRow(columns.map((column) => row[column])))].join('\r\n');
}

/** The bill as a Markdown table, for a ticket or a wiki. */
export function billMarkdownView(name: string, bill: Bill): string {
  const { currency } = bill;
  return [
    `### Cost of ${name}: ${bill.isAtLeast ? 'at least ' : ''}${moneyText(bill.monthlyTotal, currency)} a month`,
    '',
    markdownRow(['Line', 'Quantity', 'Unit', 'Unit price', 'Amount', 'Price as of']),
    markdownRow(['---', '---:', '---', '---:', '---:', '---']),
    ...bill.lines.map((line) =>
      markdownRow([
        line.title,
        quantityText(line.quantity),
        line.unit,
        unitPriceText(line.unitPrice, currency),
        moneyText(line.amount, currency),
        line.row === null ? 'unknown' : (line.row.asOf ?? `read ${line.row.source.readAt}`),
      ]),
    ),
    markdownRow(['**Total**', '', '', '', `**${moneyText(bill.monthlyTotal, currency)}**`, '']),
  ].join('\n');
}
