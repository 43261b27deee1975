import { shortDollars } from '../pricing/money-text.ts';
import { type Curve, curveChart } from './curve-chart.ts';
import type { Markup } from './html.ts';

/** The money of one way that business may go, month by month; month 0 is the setup. */
export interface CashCurve {
  readonly name: string;
  readonly cumulative: readonly number[];
  /** Month in which everything spent has come back; null: not in these months. */
  readonly breakEvenMonth: number | null;
}

/** The chart in a sentence. */
export function breakEvenFinding(curves: readonly CashCurve[]): string {
  const each = curves.map(({ name, cumulative, breakEvenMonth }) =>
    breakEvenMonth === null
      ? `${name} not within ${cumulative.length - 1} months`
      : `${name} in month ${breakEvenMonth}`,
  );
  return `Break-even: ${each.join(', ')}`;
}

/** Cumulative cash by scenario: where a curve crosses zero, what was spent has been earned back. */
export function breakEvenChart(curves: readonly CashCurve[]): Markup {
  const last = Math.max(0, ...curves.map(({ cumulative }) => cumulative.length - 1));
  // Half a year a step, or whole years where there would be too many.
  const step = last > 48 ? 12 : 6;
  const ticks = Array.from({ length: Math.ceil(last / step) + 1 }, (_, i) => i * step);
  return curveChart({
    curves: curves.map(({ name, cumulative, breakEvenMonth }): Curve => {
      const points = cumulative.map((value, month) => [month, value] as const);
      const at = breakEvenMonth === null ? undefined : points[breakEvenMonth];
      return at === undefined
        ? { name, points }
        : { name, points, mark: { at, text: `${name}: break-even in month ${at[0]}` } };
    }),
    x: { title: 'months after the setup', text: String, ticks },
    y: { title: 'cumulative cash, USD', text: shortDollars },
    finding: breakEvenFinding(curves),
  });
}
