import type { CodeTable } from './code-row.ts';

const status = 'gomeet status';

/** PostgreSQL and Redis: whole, redundant and in step. */
export const dataCodes = {
  'postgres-primary': ['GM0701', 'error', 'One PostgreSQL takes writes, and only one.', 'gomeet deploy'],
  'postgres-replication': ['GM0702', 'error', 'The replicas stream, and one of them is synchronous.', status],
  'postgres-lag': ['GM0703', 'warning', 'No replica is far behind its primary.', status],
  'postgres-connections': ['GM0704', 'error', 'PostgreSQL has connections left.', 'gomeet performance-check'],
  'migrations-pending': [
    'GM0705',
    'error',
    'No migration waits, and none was edited after it was applied.',
    'gomeet deploy',
  ],
  'redis-replication': ['GM0706', 'error', 'One Redis is the master and its replicas follow it.', status],
  'sentinel-quorum': ['GM0707', 'error', 'Sentinels enough see one another to elect a master.', status],
  'redis-memory': ['GM0708', 'error', 'Redis has memory left.', 'gomeet performance-check'],
} as const satisfies CodeTable;
