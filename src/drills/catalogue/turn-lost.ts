import { ALL_DOORS, type Drill } from '../drill.ts';

export const drill: Drill = {
  id: 'turn-lost',
  title: 'The TURN server is lost',
  hypothesis:
    'Nobody who reaches the media servers directly notices. The two whose media go through it see that nothing comes for 15 s, join anew by themselves and receive media within 30 s.',
  profiles: ['ha'],
  steps: [
    { act: 'stay-down', who: 'service coturn' },
    { act: 'kill', who: 'service coturn' },
    { act: 'wait', ms: 5_000 },
    { act: 'mend', what: 'stay-down' },
  ],
  doors: ALL_DOORS,
  objective: { rtoMs: 1_000, rpoRows: 0, mediaLostBy: 2, mediaBackMs: 30_000 },
  giveUpAfterMs: 60_000,
  recovery: 'it is started again; allocations of before are gone, so who was on it joins anew',
  // Of five people two are on TURN, one of them with a camera; two more cameras, so that everyone sees somebody all the while.
  room: { participants: 5, publishers: 3, relayedShare: 0.4 },
  kubernetes: {
    steps: [{ act: 'delete-pods', who: 'every-turn-pod' }],
    hypothesis:
      'Nobody who reaches the media servers directly notices. The two whose media go through TURN join anew by themselves and receive media within a minute.',
    recovery: 'its Deployment makes them anew; allocations of before are gone, so who was on one joins anew',
    objective: { rtoMs: 1_000, rpoRows: 0, mediaLostBy: 2, mediaBackMs: 60_000 },
    giveUpAfterMs: 150_000,
  },
};
