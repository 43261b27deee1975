import type { CodeTable } from './code-row.ts';

const status = 'gomeet status --target kubernetes';

/** The cluster's API server, and whether what runs is what was deployed. */
export const clusterCodes = {
  'cluster-answers': [
    'GM0401',
    'fatal',
    'The API server of the chosen context answers.',
    'kubectl cluster-info',
  ],
  drift: ['GM0402', 'warning', 'What runs is what the last deployment wanted.', 'gomeet deploy --dry-run'],
} as const satisfies CodeTable;

/** The account at the cloud provider. */
export const cloudCodes = {
  'cloud-resources': [
    'GM0501',
    'error',
    'What the plan needs of the account is there and works.',
    'gomeet cloud status',
  ],
} as const satisfies CodeTable;

/** The cluster's machines and what was put on them. */
export const nodeCodes = {
  'nodes-ready': [
    'GM0601',
    'error',
    'The nodes of each pool are ready and short of nothing.',
    'kubectl get nodes',
  ],
  'workload-missing': [
    'GM0602',
    'error',
    'Everything that a meeting needs is deployed.',
    'gomeet deploy --target kubernetes',
  ],
  'workload-deployment': ['GM0603', 'error', 'As many pods of a Deployment serve as wanted.', status],
  'workload-statefulset': ['GM0604', 'error', 'As many pods of a StatefulSet serve as wanted.', status],
  'workload-daemonset': ['GM0605', 'error', 'A pod runs on every node that should have one.', status],
  'workload-cluster': ['GM0606', 'error', 'CloudNativePG sees all instances of PostgreSQL ready.', status],
  'workload-persistentvolumeclaim': ['GM0607', 'error', 'The claim has its volume.', 'kubectl get pvc -A'],
} as const satisfies CodeTable;
