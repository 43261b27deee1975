import { DATA_DOORS, type Drill, hampered } from '../drill.ts';

export const drill: Drill = {
  id: 'postgres-primary-cut-off',
  title: 'The PostgreSQL primary is cut off from the network',
  hypothesis:
    'It cannot renew its lease and steps down by itself; a replica is promoted within 60 s; what it acknowledged last is on a replica, so nothing is lost.',
  profiles: ['ha'],
  steps: hampered('cut-off', 'postgres-primary', 'database-write', 90_000),
  doors: DATA_DOORS,
  objective: { rtoMs: 60_000, rpoRows: 0 },
  giveUpAfterMs: 180_000,
  recovery: 'it is connected again and comes back as a replica',
  kubernetes: {
    absent:
      'cutting one pod off takes the rights of its node, or a network plugin that obeys policies for connections that are open already',
  },
};
