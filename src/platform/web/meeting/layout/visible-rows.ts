/** The part of a long list that is on the screen, from `first` up to but without `end`. */
export interface VisibleRows {
  readonly first: number;
  readonly end: number;
}

/** A few rows above and below, so that a quick scroll does not find the list empty. */
const margin = 4;

/** Which rows of equal height to draw: of 500 people a panel of 600 px with rows of 56 px draws 19. */
export function visibleRows(count: number, rowPx: number, scrolledPx: number, heightPx: number): VisibleRows {
  const first = Math.max(0, Math.floor(scrolledPx / rowPx) - margin);
  const end = Math.min(count, Math.ceil((scrolledPx + heightPx) / rowPx) + margin);
  return { first: Math.min(first, end), end };
}
