/** The units that results are kept in. A value is stored in its base unit and made readable only when it is shown. */
export const UNITS = [
  'ms',
  '%',
  'bit/s',
  'packets/s',
  '1/s',
  'bytes',
  's',
  'count',
  'USD',
  'months',
  'of 5',
  'rank',
  'ratio',
  'tasks/week',
] as const;

export type Unit = (typeof UNITS)[number];

interface Scaled {
  readonly divisor: number;
  readonly suffix: string;
}

/** Steps of each scalable unit, largest first; the first whose divisor the value reaches is used. */
const SCALES: Partial<Record<Unit, readonly Scaled[]>> = {
  ms: [
    { divisor: 60_000, suffix: 'min' },
    { divisor: 1_000, suffix: 's' },
    { divisor: 1, suffix: 'ms' },
  ],
  s: [
    { divisor: 3_600, suffix: 'h' },
    { divisor: 60, suffix: 'min' },
    { divisor: 1, suffix: 's' },
  ],
  'bit/s': [
    { divisor: 1e9, suffix: 'Gbit/s' },
    { divisor: 1e6, suffix: 'Mbit/s' },
    { divisor: 1e3, suffix: 'kbit/s' },
    { divisor: 1, suffix: 'bit/s' },
  ],
  bytes: [
    { divisor: 2 ** 40, suffix: 'TiB' },
    { divisor: 2 ** 30, suffix: 'GiB' },
    { divisor: 2 ** 20, suffix: 'MiB' },
    { divisor: 2 ** 10, suffix: 'KiB' },
    { divisor: 1, suffix: 'B' },
  ],
};

/** Suffixes of the units that have no larger or smaller form. */
const SUFFIXES: Partial<Record<Unit, string>> = {
  '%': '%',
  'packets/s': 'packets/s',
  '1/s': '/s',
  months: 'months',
  'of 5': 'of 5',
  'tasks/week': 'tasks/week',
};

/**
 * A number for people: thousands separated by commas, and as many decimals as three significant digits need.
 * Whole numbers keep all their digits, because a count of participants must never look rounded.
 */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return '—';
  if (Number.isInteger(value)) return value.toLocaleString('en-US');
  const magnitude = Math.abs(value);
  const decimals = magnitude >= 100 ? 0 : magnitude >= 10 ? 1 : magnitude >= 1 ? 2 : 3;
  return value.toLocaleString('en-US', { maximumFractionDigits: decimals });
}

/**
 * Percentages near 100 % need their nines: 99.95 % must not be printed as 100 %, nor 0.0004 % as 0 %.
 * So decimals are added until the rounded value no longer equals a bound that the true value does not reach.
 */
function formatPercent(value: number): string {
  for (let decimals = 1; decimals <= 6; decimals += 1) {
    const rounded = Number(value.toFixed(decimals));
    const falselyFull = rounded === 100 && value < 100;
    const falselyEmpty = rounded === 0 && value > 0;
    if (!falselyFull && !falselyEmpty)
      return rounded.toLocaleString('en-US', { maximumFractionDigits: decimals });
  }
  return value.toPrecision(2);
}

/** A value with its unit, such as `148 ms`, `2.5 s`, `2.4 Gbit/s`, `50,000`. `value` is in the base unit `unit`. */
export function formatQuantity(value: number, unit: Unit): string {
  if (!Number.isFinite(value)) return '—';
  if (unit === '%') return `${formatPercent(value)} %`;
  if (unit === 'USD') return `$${formatNumber(value)}`;
  if (unit === 'ratio') return `${formatNumber(value)} : 1`;
  const scale = SCALES[unit];
  if (scale !== undefined) {
    const step = scale.find(({ divisor }) => Math.abs(value) >= divisor) ?? scale.at(-1);
    if (step !== undefined) return `${formatNumber(value / step.divisor)} ${step.suffix}`;
  }
  const suffix = SUFFIXES[unit];
  return suffix === undefined ? formatNumber(value) : `${formatNumber(value)} ${suffix}`;
}

/** An interval such as `141 … 156 ms` or `980 ms … 1.2 s`. An open end (`null`) says that the samples do not bound it. */
export function formatInterval(low: number | null, high: number | null, unit: Unit): string {
  const left = low === null ? 'unbounded' : formatQuantity(low, unit);
  const right = high === null ? 'unbounded' : formatQuantity(high, unit);
  if (left === right) return left;
  const [number, suffix] = left.split(' ');
  // `300 … 302 Mbit/s` reads better than the unit said twice.
  const isShared = suffix !== undefined && right.split(' ')[1] === suffix;
  return `${isShared ? number : left} … ${right}`;
}

/** A length of time in whole seconds or minutes: `42 s`, `2 min 5 s`. */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  return minutes % 60 === 0
    ? `${Math.floor(minutes / 60)} h`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
