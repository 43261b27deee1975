import type { Load } from '../loadtest/load.ts';
import { roomLoad } from '../loadtest/room/load.ts';
import type { NetworkFace } from '../loadtest/room/network.ts';
import { callProfile } from '../loadtest/room/profiles.ts';

/**
 * A call of two, long enough for the other to see frames: 5 s of the 180p layer are 75 of them.
 *
 * @param faces the network that both have; none is the direct way over UDP
 */
export const callOver = (faces: readonly NetworkFace[]): Load =>
  roomLoad(
    {
      participants: 2,
      publishers: 1,
      microphones: 1,
      layout: 'grid-25',
      durationSeconds: 5,
      joinRatePerSecond: 2,
      room: 'Health check',
      ...(faces.length > 0 && { faces }),
    },
    callProfile,
  );

export const callLoad = callOver([]);
