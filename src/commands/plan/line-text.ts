import { formatNumber, formatQuantity } from '../../units.ts';

/** Units of the model that are shown in a larger or smaller form. */
const SCALED = {
  'bit/s': 'bit/s',
  byte: 'bytes',
  s: 's',
} as const;

const FACTORS = new Set([
  's/h',
  'byte/GiB',
  'byte/GB',
  'byte/TiB',
  'byte/TB',
  'bit/byte',
  's/month',
  's/day',
]);

/** A line's value as people read it: `294 Gbit/s`, `23,969,163 GiB/month`, `0.0011 core*s/request`. */
export function lineText(value: number, unit: string): string {
  const [base = unit, ...per] = unit.split('/');
  const rate = base === 'bit' && per[0] === 's' ? 'bit/s' : base;
  // A factor such as 3,600 s/h or 1,073,741,824 byte/GiB turns one unit into another: scaled, it would say 1 h/h.
  const isFactor = FACTORS.has(unit);
  if (Object.hasOwn(SCALED, rate) && !isFactor) {
    const rest = unit.slice(rate.length);
    return `${formatQuantity(value, SCALED[rate as keyof typeof SCALED])}${rest}`;
  }
  const number = smallNumber(value);
  return unit === '1' ? number : `${number} ${unit}`;
}

/** Costs are millionths of a core: three decimals would show them as nothing. */
const smallNumber = (value: number): string =>
  value !== 0 && Math.abs(value) < 0.1 ? String(Number(value.toPrecision(3))) : formatNumber(value);
