import { DATA_DOORS, type Drill } from '../drill.ts';

export const drill: Drill = {
  id: 'etcd-lost',
  title: 'etcd, in which Patroni keeps its lease, is lost for 40 s',
  hypothesis:
    'Longer than the lease of 15 s: the primary asks its replicas directly whether they still follow it (failsafe), and goes on. Nobody notices; nothing acknowledged is lost.',
  profiles: ['ha'],
  steps: [
    { act: 'stay-down', who: 'service etcd' },
    { act: 'kill', who: 'service etcd' },
    { act: 'wait', ms: 40_000 },
    { act: 'mend', what: 'stay-down' },
  ],
  doors: DATA_DOORS,
  objective: { rtoMs: 70_000, rpoRows: 0 },
  giveUpAfterMs: 180_000,
  recovery: 'etcd is started again with its data',
  kubernetes: {
    absent:
      'PostgreSQL keeps its lease in Kubernetes there; its etcd is the control plane’s, and belongs to whoever runs the cluster',
  },
};
