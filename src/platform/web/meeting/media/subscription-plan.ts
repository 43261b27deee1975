import type { Stage, TileRef } from '../layout/arrange-stage.ts';

export interface PlanInput {
  readonly stage: Stage;
  /** Everybody who sends sound: microphones that are on, and shared screens with sound. */
  readonly audible: readonly string[];
  readonly cameras: ReadonlySet<string>;
  /** Own pictures come from this machine. */
  readonly ownId: string;
  /** When somebody was last heard, in milliseconds of any one clock; 0 for never. */
  readonly lastSpokeMs: (userId: string) => number;
  /** Cameras that a room of this size keeps (last-N of the room's media policy). */
  readonly lastN: number;
  /** Nobody looks: the tab is in the background. */
  readonly hidden: boolean;
}

/** The tracks that this viewer receives, by the people who send them. */
export interface SubscriptionPlan {
  readonly audio: ReadonlySet<string>;
  readonly cameras: ReadonlySet<string>;
  readonly screens: ReadonlySet<string>;
}

/**
 * Which tracks to receive: everybody who can be heard, and of pictures only those on the stage, who spoke last first where a large room keeps
 * fewer of them. In a room of 500 with 25
 * tiles that is 25 pictures instead of 499; a tab in the background receives sound alone.
 */
export function planSubscriptions(input: PlanInput): SubscriptionPlan {
  const { stage, ownId, hidden } = input;
  const audio = new Set(input.audible.filter((userId) => userId !== ownId));
  if (hidden) return { audio, cameras: new Set(), screens: new Set() };
  const shown = [...(stage.main ? [stage.main] : []), ...stage.tiles].filter(
    ({ userId }) => userId !== ownId,
  );
  const from = (source: TileRef['source']): string[] =>
    shown.filter((tile) => tile.source === source).map(({ userId }) => userId);
  const large = stage.main?.userId;
  // Sorting keeps the order of the stage among those who never spoke.
  const cameras = from('camera')
    .filter((userId) => input.cameras.has(userId))
    .sort((a, b) => Number(b === large) - Number(a === large) || input.lastSpokeMs(b) - input.lastSpokeMs(a));
  return { audio, cameras: new Set(cameras.slice(0, input.lastN)), screens: new Set(from('screen')) };
}
