import { DATA_DOORS, type Drill, gone } from '../drill.ts';

export const drill: Drill = {
  id: 'postgres-primary-killed',
  title: 'The PostgreSQL primary is killed',
  hypothesis:
    'A synchronous replica is promoted (lean: it recovers from its log) within 30 s, with every acknowledged write.',
  profiles: ['lean', 'ha'],
  steps: [{ act: 'kill', who: 'postgres-primary' }],
  haSteps: gone('postgres-primary', 'database-write', 60_000),
  doors: DATA_DOORS,
  objective: { rtoMs: 30_000, rpoRows: 0 },
  giveUpAfterMs: 120_000,
  recovery: 'the supervisor starts it again; under Patroni it comes back as a replica',
  kubernetes: {
    steps: [{ act: 'delete-pods', who: 'postgres-primary' }],
    hypothesis: 'The operator promotes a synchronous replica within 30 s, with every acknowledged write.',
    recovery: 'the operator makes the pod anew over the same volume, and it comes back as a replica',
    giveUpAfterMs: 190_000,
  },
};
