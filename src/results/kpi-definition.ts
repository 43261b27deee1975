import type { Unit } from '../units.ts';

/** On which side of the target a value has to be. `below` and `above` exclude the target itself, as `<200ms` does. */
export type Direction = 'below' | 'at-most' | 'at-least' | 'above';

/** How a KPI's one value is drawn from its evidence. */
type Judgement =
  | { readonly by: 'percentile'; readonly quantile: number }
  | { readonly by: 'proportion' } // of sampled probes: Wilson interval, or rule of three
  | { readonly by: 'share' } // of everyone there was: exact, no interval
  | { readonly by: 'mean-over-hold' }
  | { readonly by: 'max-over-hold' }
  | { readonly by: 'count' }
  | { readonly by: 'record' }; // kept outside of runs: books, surveys, the project's board

/** One figure that the product is held to. Values are in `unit`; `critical` null means that no critical value is stated. */
export interface Kpi {
  readonly id: string;
  readonly title: string;
  readonly meaning: string;
  readonly unit: Unit;
  readonly direction: Direction;
  readonly target: number | null;
  readonly critical: number | null;
  readonly judged: Judgement;
  /** The requirement and the document with lines, or `ours` with the reason for the value. */
  readonly source: string;
}

/** Whether a smaller value is the better one. */
export function isLowerBetter(direction: Direction): boolean {
  return direction === 'below' || direction === 'at-most';
}

/** Whether `value` is on the right side of `target`. */
export function meetsTarget(value: number, direction: Direction, target: number): boolean {
  switch (direction) {
    case 'below':
      return value < target;
    case 'at-most':
      return value <= target;
    case 'at-least':
      return value >= target;
    case 'above':
      return value > target;
  }
}

/** Whether `value` has passed the critical value; a value equal to it has not. */
export function isCritical(value: number, direction: Direction, critical: number | null): boolean {
  if (critical === null) return false;
  return isLowerBetter(direction) ? value > critical : value < critical;
}

const SIGNS: Record<Direction, string> = { below: '<', 'at-most': '≤', 'at-least': '≥', above: '>' };

/** The sign that stands before the target: `<`, `≤`, `≥` or `>`. */
export function targetSign(direction: Direction): string {
  return SIGNS[direction];
}
