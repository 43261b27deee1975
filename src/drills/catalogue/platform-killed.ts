import { ALL_DOORS, type Drill } from '../drill.ts';

export const drill: Drill = {
  id: 'platform-killed',
  title: 'Every process of the platform is killed at once: cold start from disk',
  hypothesis:
    'As after a power cut: a deployment brings everything back from its own files within 90 s, with every acknowledged write.',
  profiles: ['lean', 'ha'],
  steps: [{ act: 'kill-everything' }, { act: 'wait', ms: 2_000 }, { act: 'cold-start' }],
  doors: ALL_DOORS,
  objective: { rtoMs: 90_000, rpoRows: 0 },
  giveUpAfterMs: 180_000,
  recovery: 'gomeet deploy',
  kubernetes: {
    absent:
      'a cluster’s nodes lose their power outside of it; deleting every pod at once would begin them all anew in no time and prove less',
  },
};
