import { DATA_DOORS, type Drill, hampered } from '../drill.ts';

export const drill: Drill = {
  id: 'postgres-primary-disk-full',
  title: 'The disk of the PostgreSQL primary is full',
  hypothesis:
    'Nothing can be written any more, though PostgreSQL goes on; the disk guard has it hand over to the synchronous replica within 30 s, with every acknowledged write.',
  profiles: ['ha'],
  steps: hampered('fill-disk', 'postgres-primary', 'database-write', 90_000),
  doors: DATA_DOORS,
  objective: { rtoMs: 30_000, rpoRows: 0 },
  giveUpAfterMs: 180_000,
  recovery: 'space is made, and Patroni starts it as a replica',
  kubernetes: {
    absent: 'a volume that is full stays so: space on it comes only from making the volume larger, for good',
  },
};
