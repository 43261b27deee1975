import { ALL_DOORS, type Drill, gone } from '../drill.ts';

export const drill: Drill = {
  id: 'redis-master-killed',
  title: 'The Redis master is killed',
  hypothesis:
    'A replica is made master by the Sentinels (lean: it starts again) within 10 s; meetings go on; nothing acknowledged is lost.',
  profiles: ['lean', 'ha'],
  steps: [{ act: 'kill', who: 'redis-master' }],
  haSteps: gone('redis-master', 'chat', 60_000),
  doors: ALL_DOORS,
  objective: { rtoMs: 10_000, rpoRows: 0 },
  giveUpAfterMs: 90_000,
  recovery: 'the supervisor starts it again, as a replica of the new master',
  kubernetes: {
    steps: [{ act: 'delete-pods', who: 'redis-master' }],
    hypothesis:
      'The Sentinels make a replica master within 10 s; meetings go on; nothing acknowledged is lost.',
    recovery: 'its StatefulSet makes the pod anew over the same volume, as a replica of the new master',
    giveUpAfterMs: 180_000,
  },
};
