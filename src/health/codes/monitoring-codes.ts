import type { CodeTable } from './code-row.ts';

const status = 'gomeet status';

/** Who would notice that something is wrong. */
export const monitoringCodes = {
  'metrics-targets': ['GM1101', 'warning', 'Prometheus reaches everything that it watches.', status],
  'alert-rules': [
    'GM1102',
    'warning',
    'Prometheus has loaded alert rules and can evaluate them.',
    'gomeet deploy',
  ],
  'alertmanager-tells': ['GM1103', 'warning', 'Alertmanager answers and has somebody to tell.', status],
  'alerts-firing': ['GM1104', 'warning', 'No alert is firing.', 'gomeet health-check --json'],
  'autoscaler-metrics': [
    'GM1105',
    'error',
    'Every metric that an autoscaler acts on truly exists.',
    'gomeet audit',
  ],
} as const satisfies CodeTable;

/** What is left when all is lost. */
export const backupCodes = {
  'backup-age': [
    'GM1201',
    'warning',
    'The newest point to which data can be restored is young enough.',
    'gomeet backup',
  ],
} as const satisfies CodeTable;
