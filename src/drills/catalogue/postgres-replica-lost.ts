import { ALL_DOORS, type Drill, gone } from '../drill.ts';

export const drill: Drill = {
  id: 'postgres-replica-lost',
  title: 'A PostgreSQL replica is lost',
  hypothesis:
    'The other replica takes over as the synchronous one: writes wait for less than 15 s, reads do not notice.',
  profiles: ['ha'],
  steps: gone('postgres-replica', 'database-write', 60_000),
  doors: ALL_DOORS,
  objective: { rtoMs: 15_000, rpoRows: 0 },
  giveUpAfterMs: 120_000,
  recovery: 'it is started again and catches up',
  kubernetes: {
    steps: [{ act: 'delete-pods', who: 'postgres-replica' }],
    hypothesis:
      'Another replica takes over as the synchronous one: writes wait for less than 15 s, reads do not notice.',
    recovery: 'the operator makes the pod anew over the same volume, and it catches up',
    giveUpAfterMs: 190_000,
  },
};
