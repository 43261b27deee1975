/** The part of a long list that is on the screen, from `first` up to but without `end`. */
export interface VisibleRows {
  readonly first: number;
  readonly end: number;
}

/** A few rows above and below, so that a quick scroll does not find the list empty. */
const margin = 4;

/**
 * Which rows of equal height to draw: of 500 people a panel of 600 px with rows of 56 px draws at most 24. The first is a
 * multiple of the margin: while somebody scrolls, rows come and go once in four rows, not with each.
 */
export function visibleRows(count: number, rowPx: number, scrolledPx: number, heightPx: number): VisibleRows {
  const topRow = Math.floor(scrolledPx / rowPx);
  const from = Math.floor(topRow / margin) * margin - margin;
  // The top row lies up to 2 margins − 1 below `from`; a third margin is what stays below the screen.
  const end = Math.min(count, from + Math.ceil(heightPx / rowPx) + 1 + 3 * margin);
  return { first: Math.min(Math.max(0, from), end), end };
}
