import { ALL_DOORS, type Drill } from '../drill.ts';

export const drill: Drill = {
  id: 'backup-storage-unreachable',
  title: 'The storage of the backups is away',
  hypothesis:
    'Nobody notices but the operator: the database keeps its log until it can be archived, the health check says that the storage cannot be reached, and when it is back nothing is missing in the archive.',
  profiles: ['lean', 'ha'],
  steps: [{ act: 'back-up' }, { act: 'take-storage' }, { act: 'wait', ms: 5_000 }, { act: 'return-storage' }],
  doors: ALL_DOORS,
  objective: { rtoMs: 1_000, rpoRows: 0 },
  giveUpAfterMs: 180_000,
  recovery: 'the storage is there again; the archiver goes on by itself, at the latest a minute later',
  kubernetes: {
    absent:
      'object storage there is a provider’s, outside of the cluster, and whether it is reached is not ours to break',
  },
};
