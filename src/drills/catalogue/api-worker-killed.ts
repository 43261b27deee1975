import type { Drill } from '../drill.ts';

export const drill: Drill = {
  id: 'api-worker-killed',
  title: 'An API worker is killed',
  hypothesis:
    'New requests go to the other workers within 2 s; its WebSockets come back elsewhere; nothing acknowledged is lost.',
  profiles: ['lean', 'ha'],
  steps: [{ act: 'kill', who: 'api-worker' }],
  doors: ['api', 'room-join'],
  objective: { rtoMs: 2_000, rpoRows: 0 },
  giveUpAfterMs: 60_000,
  recovery: 'the supervisor starts it again',
  kubernetes: {
    steps: [{ act: 'delete-pods', who: 'api-pod' }],
    hypothesis:
      'New requests go to the other pods of its role within 2 s; nothing acknowledged is lost. Where there is one pod of that role, everyone waits until another has started.',
    recovery: 'its Deployment makes another',
    giveUpAfterMs: 120_000,
  },
};
