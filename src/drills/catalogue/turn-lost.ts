import { ALL_DOORS, type Drill } from '../drill.ts';

export const drill: Drill = {
  id: 'turn-lost',
  title: 'The TURN server is lost',
  hypothesis:
    'Nobody who reaches the media servers directly notices; only people behind strict networks cannot join for as long as it is away.',
  profiles: ['ha'],
  steps: [
    { act: 'stay-down', who: 'service coturn' },
    { act: 'kill', who: 'service coturn' },
    { act: 'wait', ms: 5_000 },
    { act: 'mend', what: 'stay-down' },
  ],
  doors: ALL_DOORS,
  objective: { rtoMs: 1_000, rpoRows: 0, mediaBackMs: 1_000 },
  giveUpAfterMs: 60_000,
  recovery: 'it is started again',
};
