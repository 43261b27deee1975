import type Big from 'big.js';
import type { Currency } from './catalogue.ts';
import { dollars } from './money-text.ts';

const SIGNS: Record<Currency, string> = { USD: '$', EUR: '€' };

/** Money for people: `$197,162.48`, `-€12.00`; a question mark where it is not known. */
export const moneyText = (amount: Big | null, currency: Currency, decimals = 2): string =>
  amount === null ? '?' : dollars(amount.toFixed(decimals)).replace('$', SIGNS[currency]);

/** A quantity of a bill: whole where it is whole, else as many decimals as show it. */
export function quantityText(quantity: Big): string {
  const decimals = quantity.eq(quantity.round(0)) || quantity.gte(1000) ? 0 : 2;
  return quantity.toNumber().toLocaleString('en-US', {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
}

/** A unit price, to at most five decimals: prices of data have cents of cents. */
export function unitPriceText(price: Big | null, currency: Currency): string {
  if (price === null) return '?';
  const rounded = price.round(5);
  const decimals = Math.max(2, (rounded.toFixed().split('.')[1] ?? '').length);
  return moneyText(rounded, currency, decimals);
}

/** A row of cells for Markdown; a bar in a cell would begin another cell. */
export const markdownRow = (cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;

/**
 * A row of comma-separated values (RFC 4180). A cell that begins like a formula is set off by an apostrophe: spreadsheets run them.
 */
export const csvRow = (cells: readonly (string | number | null)[]): string =>
  cells
    .map((cell) => {
      if (typeof cell === 'number') return String(cell);
      const text = /^[=+@\t\r]|^-(?!\d)/.test(cell ?? '') ? `'${cell}` : (cell ?? '');
      return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    })
    .join(',');
