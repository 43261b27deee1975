import { ExitCode, GomeetError } from '../errors.ts';
import type { PlanInputs } from '../planning/plan-inputs.ts';
import { type Factor, factorsOf } from './sensitivity-factors.ts';

/** USD a month of a plan made from these inputs. */
export type CostOf = (inputs: PlanInputs) => number;

/** One factor at its low and its high value, all others at their base. */
interface TornadoRow {
  readonly id: string;
  readonly title: string;
  readonly text: Factor['text'];
  /** USD a month; null where no plan can be made of it, such as a meeting that fits no node. */
  readonly low: number | null;
  readonly high: number | null;
}

/** A table of costs: `cells[row][column]` in USD a month, null where no plan can be made. */
export interface TwoWayTable {
  readonly tiles: readonly number[];
  readonly hoursPerDay: readonly number[];
  readonly cells: readonly (readonly (number | null)[])[];
}

export interface Sensitivity {
  readonly base: number;
  /** The widest first. */
  readonly tornado: readonly TornadoRow[];
  readonly twoWay: TwoWayTable;
}

const TILES = [9, 16, 25, 36, 49];
const HOURS_PER_DAY = [2, 4, 8, 12, 24];

/** A variation may ask for what no machine can carry: that is an answer, not a fault. Anything else goes on up. */
function costOrNull(cost: CostOf, inputs: PlanInputs): number | null {
  try {
    return cost(inputs);
  } catch (error) {
    if (error instanceof GomeetError && error.exitCode === ExitCode.usage) return null;
    throw error;
  }
}

/** Rows without a number come last: there is no bar to draw for them. */
const widthOf = ({ low, high }: TornadoRow): number =>
  low === null || high === null ? -1 : Math.abs(high - low);

function twoWayOf(inputs: PlanInputs, cost: CostOf): TwoWayTable {
  const cells = TILES.map((smallTiles) =>
    HOURS_PER_DAY.map((hoursPerDay) => {
      const { event } = inputs;
      const layout = { ...event.layout, smallTiles };
      const calendar = { ...event.calendar, hoursPerDay };
      return costOrNull(cost, { ...inputs, event: { ...event, layout, calendar } });
    }),
  );
  return { tiles: TILES, hoursPerDay: HOURS_PER_DAY, cells };
}

/** How far the cost moves with each input alone, and with tiles and hours together. */
export function sensitivityOf(inputs: PlanInputs, cost: CostOf): Sensitivity {
  const rows = factorsOf(inputs).map(({ id, title, text, low, high }) => ({
    id,
    title,
    text,
    low: costOrNull(cost, low),
    high: costOrNull(cost, high),
  }));
  return {
    base: cost(inputs),
    tornado: rows.toSorted((a, b) => widthOf(b) - widthOf(a)),
    twoWay: twoWayOf(inputs, cost),
  };
}
