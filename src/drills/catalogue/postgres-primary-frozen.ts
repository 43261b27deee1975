import { DATA_DOORS, type Drill, hampered } from '../drill.ts';

export const drill: Drill = {
  id: 'postgres-primary-frozen',
  title: 'The PostgreSQL primary freezes',
  hypothesis:
    'It holds its connections and answers nobody: its lease runs out after at most 15 s, a replica is promoted, and what wakes up later does not take writes any more.',
  profiles: ['ha'],
  steps: hampered('freeze', 'postgres-primary', 'database-write', 90_000),
  doors: DATA_DOORS,
  objective: { rtoMs: 60_000, rpoRows: 0 },
  giveUpAfterMs: 180_000,
  recovery: 'it is continued (SIGCONT) and comes back as a replica',
  kubernetes: {
    absent:
      'freezing a process takes the rights of its node; a pod that answers nobody is ended by its kubelet after a while, which is postgres-primary-killed',
  },
};
