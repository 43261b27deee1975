/** A box on the page, in CSS pixels. */
export interface Box {
  readonly widthPx: number;
  readonly heightPx: number;
}

export interface Grid {
  readonly columns: number;
  readonly rows: number;
  readonly tile: Box;
}

/** Cameras send 16:9. */
const aspect = 16 / 9;

/**
 * The grid in which `count` tiles of 16:9 become largest. Each number of columns is tried: 25 tiles are 25 tries.
 * In 1000 × 600 with gaps of 10, four tiles are 2 × 2 of 495 × 278: (1000 − 10) / 2 = 495, and 495 × 9 / 16 = 278.
 */
export function bestGrid(box: Box, count: number, gapPx: number): Grid {
  let best: Grid = { columns: 1, rows: Math.max(1, count), tile: { widthPx: 0, heightPx: 0 } };
  for (let columns = 1; columns <= count; columns += 1) {
    const rows = Math.ceil(count / columns);
    const freeWidthPx = (box.widthPx - gapPx * (columns - 1)) / columns;
    const freeHeightPx = (box.heightPx - gapPx * (rows - 1)) / rows;
    const widthPx = Math.floor(Math.max(0, Math.min(freeWidthPx, freeHeightPx * aspect)));
    if (widthPx > best.tile.widthPx)
      best = { columns, rows, tile: { widthPx, heightPx: Math.floor(widthPx / aspect) } };
  }
  return best;
}

/**
 * The grid of a telephone held upright: two columns from three tiles on, whose cells are filled whole, since tiles of
 * 16:9 would leave half of such a screen empty.
 */
export function filledGrid(box: Box, count: number, gapPx: number): Grid {
  const columns = count <= 2 ? 1 : 2;
  const rows = Math.max(1, Math.ceil(count / columns));
  const share = (wholePx: number, parts: number): number =>
    Math.max(0, Math.floor((wholePx - gapPx * (parts - 1)) / parts));
  return {
    columns,
    rows,
    tile: { widthPx: share(box.widthPx, columns), heightPx: share(box.heightPx, rows) },
  };
}
