import { formatNumber } from '../units.ts';

/** Money to the cent where there are cents, and beyond for what costs less: `$25,198`, `$17,638.60`, `$0.0115`. */
export function dollars(value: number): string {
  const sign = value < 0 ? '-' : '';
  const size = Math.abs(value);
  const digits = Number.isInteger(size) ? 0 : 2;
  return `${sign}$${size.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: size < 0.1 ? 4 : digits })}`;
}

export const number = formatNumber;

/** `1 node`, `25 nodes`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${formatNumber(count)} ${count === 1 ? one : many}`;
