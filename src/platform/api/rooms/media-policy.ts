import { z } from 'zod';
import type { RoomSettings } from './room-settings.ts';

export const mediaPolicySchema = z
  .object({
    autoSubscribe: z.boolean().describe('false: subscribe to what is shown, track by track'),
    visibleTiles: z.object({ desktop: z.int(), tablet: z.int(), phone: z.int() }),
    lastN: z.int().describe('Cameras to receive at most, those who spoke last first'),
    lastNLimits: z
      .array(z.object({ upTo: z.int(), lastN: z.int() }))
      .describe('The same by how many people are in the room, for while it fills and empties'),
    joinMuted: z.boolean(),
    joinCameraOff: z.boolean(),
    adaptiveStream: z.boolean(),
    dynacast: z.boolean(),
    simulcast: z.boolean(),
    maxResolution: z.enum(['180p', '360p', '720p', '1080p']).describe('To publish a camera with'),
  })
  .meta({ id: 'MediaPolicy' });

export type MediaPolicy = z.output<typeof mediaPolicySchema>;

export interface RoomSize {
  /** Seats taken, the joining person's included. */
  readonly seatsUsed: number;
  /** Seats that the room has. */
  readonly seats: number;
}

/** From this many seats on, a client that subscribed to everything would have to unlearn that in the middle of a meeting. */
const autoSubscribeSeats = 25;
const joinMutedAbove = 50;
const joinCameraOffAbove = 100;

/**
 * Cameras that each person receives, by how many are in the room. The media server sends one stream for each camera and
 * viewer: 25 for each of 500 people would be 12,500 streams in one room; 9 are 4,500, and a page of 9 tiles shows them.
 */
const lastNLimits = [
  { upTo: 25, lastN: 25 },
  { upTo: 50, lastN: 20 },
  { upTo: 100, lastN: 16 },
  { upTo: 250, lastN: 12 },
  // No room has more seats.
  { upTo: 1000, lastN: 9 },
];

/** In a small room a picture may fill the screen; in a larger one 720p at 1.7 Mbit/s is what a speaker is shown with. */
const fullHdUpTo = 10;

const decide = (setting: RoomSettings['joinMuted'], automatic: boolean): boolean =>
  setting === 'auto' ? automatic : setting === 'always';

/** What a client sends and receives in a room of this size, as far as the room's own settings leave it open. */
export function mediaPolicy(
  { seatsUsed, seats }: RoomSize,
  settings: Pick<RoomSettings, 'joinMuted' | 'joinCameraOff'>,
): MediaPolicy {
  return {
    autoSubscribe: seats <= autoSubscribeSeats,
    visibleTiles: { desktop: 25, tablet: 9, phone: 4 },
    lastN: lastNLimits.find(({ upTo }) => seatsUsed <= upTo)?.lastN ?? 0,
    lastNLimits,
    joinMuted: decide(settings.joinMuted, seatsUsed > joinMutedAbove),
    joinCameraOff: decide(settings.joinCameraOff, seatsUsed > joinCameraOffAbove),
    adaptiveStream: true,
    dynacast: true,
    simulcast: true,
    maxResolution: seats <= fullHdUpTo ? '1080p' : '720p',
  };
}
