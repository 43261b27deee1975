import type { CodeTable } from './code-row.ts';

const deploy = 'gomeet deploy --target local';
const deployHa = 'gomeet deploy --target local --profile ha';
const status = 'gomeet status';

/** The programs that the local target's supervisor keeps. */
export const serviceCodes = {
  'platform-runs': ['GM0301', 'fatal', 'A platform was deployed here and its supervisor lives.', deploy],
  'service-postgres': ['GM0302', 'error', 'PostgreSQL answers a query.', deploy],
  'service-redis': ['GM0303', 'error', 'Redis answers.', deploy],
  'service-livekit': ['GM0304', 'error', 'livekit-server answers on its signalling port.', deploy],
  'service-recorder': ['GM0305', 'warning', 'The recorder answers.', setupAndDeploy()],
  'service-api': ['GM0306', 'error', 'Each API process answers on its admin port.', deploy],
  'service-migrate': [
    'GM0307',
    'error',
    'The tables were brought to the version that the API needs.',
    status,
  ],
  'service-etcd': ['GM0308', 'error', 'etcd answers: Patroni elects the primary through it.', deployHa],
  'service-pgbouncer': [
    'GM0309',
    'error',
    'PgBouncer answers: the API reaches PostgreSQL through it.',
    deployHa,
  ],
  'service-haproxy': [
    'GM0310',
    'error',
    'HAProxy answers: it leads to the primary and to the API.',
    deployHa,
  ],
  'service-sentinel': ['GM0311', 'error', 'Each Sentinel answers: they elect the Redis master.', deployHa],
  'service-coturn': [
    'GM0312',
    'warning',
    'coturn answers: people behind strict firewalls need it.',
    deployHa,
  ],
  'service-prometheus': ['GM0313', 'warning', 'Prometheus answers: without it nobody is warned.', deployHa],
  'service-alertmanager': ['GM0314', 'warning', 'Alertmanager answers: it tells people.', deployHa],
  'service-mailbox': ['GM0315', 'warning', 'The mailbox takes what the platform mails.', deploy],
  service: ['GM0399', 'error', 'Another program of the profile is ready.', status],
} as const satisfies CodeTable;

function setupAndDeploy(): string {
  return `gomeet setup   then: ${deploy}`;
}
