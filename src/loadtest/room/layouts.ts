/** The size at which one video is asked for, in pixels: the size of its tile on the participant's screen. */
interface Tile {
  readonly width: number;
  readonly height: number;
}

/**
 * What a participant sees at once: the k-th video gets the k-th tile, further videos are not asked for. A layout that is
 * a kind of meeting says too who is on stage there, which holds where the user does not ask for something else.
 */
export interface Layout {
  readonly name: string;
  readonly description: string;
  readonly tiles: readonly Tile[];
  readonly stage?: Stage;
}

/** Who sends in a kind of meeting. Speakers take turns of so many seconds. */
interface Stage {
  readonly publishers: number;
  readonly microphones: number;
  readonly screenShares: number;
  readonly speakerSeconds: number;
}

const tiles = (count: number, tile: Tile): readonly Tile[] => Array.from({ length: count }, () => tile);

/**
 * Tile sizes are those of a 1280 × 720 window: one large tile takes all of it; 3 × 3 tiles are 427 × 240 and are
 * served by the 640 × 360 layer; 5 × 5 tiles are 256 × 144 and are served by the 320 × 180 layer.
 */
const layouts = [
  {
    name: 'speaker',
    description: 'one large video and a strip of five small ones',
    tiles: [{ width: 1280, height: 720 }, ...tiles(5, { width: 320, height: 180 })],
  },
  { name: 'grid-9', description: '3 × 3 tiles of medium size', tiles: tiles(9, { width: 640, height: 360 }) },
  { name: 'grid-25', description: '5 × 5 small tiles', tiles: tiles(25, { width: 320, height: 180 }) },
  {
    name: 'single',
    description: 'one small picture, as on a telephone in a pocket: the lightest crowd',
    tiles: tiles(1, { width: 320, height: 180 }),
  },
  {
    name: 'meeting',
    description: 'nine people on camera talk in turn, everyone sees all of them',
    tiles: tiles(9, { width: 640, height: 360 }),
    stage: { publishers: 9, microphones: 9, screenShares: 0, speakerSeconds: 8 },
  },
  {
    name: 'lecture',
    description: 'one person talks and shows slides',
    // A camera is offered before the screen of the same person, so the second tile is the large one.
    tiles: [
      { width: 320, height: 180 },
      { width: 1280, height: 720 },
    ],
    stage: { publishers: 1, microphones: 1, screenShares: 1, speakerSeconds: 0 },
  },
  {
    name: 'all-hands',
    description: 'four people on stage talk in turn, one of them shows slides',
    tiles: [...tiles(4, { width: 320, height: 180 }), { width: 1280, height: 720 }],
    stage: { publishers: 4, microphones: 4, screenShares: 1, speakerSeconds: 20 },
  },
] as const satisfies readonly Layout[];

export type LayoutName = (typeof layouts)[number]['name'];

export const layoutNames = [
  'speaker',
  'grid-9',
  'grid-25',
  'single',
  'meeting',
  'lecture',
  'all-hands',
] as const satisfies readonly LayoutName[];

export function layoutByName(name: LayoutName): Layout {
  return layouts.find((layout) => layout.name === name) ?? layouts[0];
}
