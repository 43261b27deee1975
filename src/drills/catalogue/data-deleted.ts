import { ALL_DOORS, type Drill } from '../drill.ts';

export const drill: Drill = {
  id: 'data-deleted',
  title: 'A person deletes data, and the platform is restored to just before it',
  hypothesis:
    'No failover helps: the replicas delete too. A restore to the moment before brings back every write that was acknowledged by then, within two and a half minutes; what was written after that moment is given up, as many seconds as the mistake took to be noticed and the copy to be made.',
  profiles: ['lean', 'ha'],
  steps: [
    { act: 'back-up' },
    { act: 'wait', ms: 2_000 },
    { act: 'delete-rows' },
    { act: 'wait', ms: 2_000 },
    { act: 'restore-before' },
  ],
  doors: ALL_DOORS,
  objective: { rtoMs: 150_000, rpoRows: 0 },
  giveUpAfterMs: 300_000,
  recovery:
    'gomeet restore --to the moment before; the replaced data are deleted, since the drill had made them',
  kubernetes: {
    absent:
      'restoring PostgreSQL to a moment makes another Cluster object beside the first: gomeet restore does that on one machine alone',
  },
};
