/** One picture on the stage: a person's camera (their initials while it is off) or the screen they share. */
export interface TileRef {
  readonly userId: string;
  readonly source: 'camera' | 'screen';
}

export const tileKey = ({ userId, source }: TileRef): string => `${source}:${userId}`;

/** What a person chose: everybody alike, or the one who speaks large. */
export type LayoutChoice = 'grid' | 'speaker';

export interface StageInput {
  readonly choice: LayoutChoice;
  /** Everybody whose tile can be shown, in the order of the grid. */
  readonly order: readonly string[];
  /** Who shares a screen, the newest last. */
  readonly screens: readonly string[];
  /** The picture that this viewer has pinned, if it is still there. */
  readonly pinned: TileRef | undefined;
  /** Who speaks, or spoke last. */
  readonly speaker: string | undefined;
  readonly page: number;
  /** Tiles of a page of the grid, and of the strip beside a large picture. */
  readonly gridTiles: number;
  readonly stripTiles: number;
}

export interface Stage {
  readonly layout: 'grid' | 'speaker' | 'pinned' | 'screen';
  /** The large picture; a grid has none. */
  readonly main: TileRef | undefined;
  /** The grid, or the strip beside the large picture. */
  readonly tiles: readonly TileRef[];
  readonly page: number;
  readonly pageCount: number;
}

const camera = (userId: string): TileRef => ({ userId, source: 'camera' });
const screen = (userId: string): TileRef => ({ userId, source: 'screen' });

/** Decides what is on the stage. What was pinned goes before a shared screen, a shared screen before the choice. */
export function arrangeStage(input: StageInput): Stage {
  const { order, screens, pinned, speaker } = input;
  const newest = screens.at(-1);
  if (pinned) return beside('pinned', pinned, input);
  if (newest !== undefined) return beside('screen', screen(newest), input);
  if (input.choice === 'speaker') {
    const shown = speaker !== undefined && order.includes(speaker) ? speaker : order[0];
    if (shown !== undefined) return beside('speaker', camera(shown), input);
  }
  return { layout: 'grid', main: undefined, ...pageOf(order.map(camera), input.page, input.gridTiles) };
}

/** A large picture; everything else goes into the strip, other shared screens first. */
function beside(layout: Stage['layout'], main: TileRef, input: StageInput): Stage {
  const rest = [...input.screens.map(screen), ...input.order.map(camera)].filter(
    (tile) => tileKey(tile) !== tileKey(main),
  );
  return { layout, main, ...pageOf(rest, input.page, input.stripTiles) };
}

/** A page that is no longer there, because people have left, is the last one. */
function pageOf(tiles: readonly TileRef[], wanted: number, size: number) {
  const pageCount = Math.max(1, Math.ceil(tiles.length / size));
  const page = Math.min(Math.max(0, wanted), pageCount - 1);
  return { tiles: tiles.slice(page * size, (page + 1) * size), page, pageCount };
}
