import { roomLoad } from '../loadtest/room/load.ts';
import { callProfile } from '../loadtest/room/profiles.ts';

/** A call of two, long enough for the other to see frames: 5 s of the 180p layer are 75 of them. */
export const callLoad = roomLoad(
  {
    participants: 2,
    publishers: 1,
    microphones: 1,
    layout: 'grid-25',
    durationSeconds: 5,
    joinRatePerSecond: 2,
    room: 'Health check',
  },
  callProfile,
);
