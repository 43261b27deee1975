import type { Checklist } from './checklist.ts';

const runLately = (run: string, withinDays: number) => ({ run, withinDays });

/** What is looked at every day, in ten minutes. */
export const daily: Checklist = {
  title: 'every day',
  items: [
    {
      id: 'system-health',
      title: 'The system is well, and two people can meet',
      by: {
        health: [
          'platform-runs',
          'cluster-answers',
          'nodes-ready',
          'api-readiness',
          'gateway-answers',
          'real-call',
        ],
      },
      command: 'gomeet health-check',
    },
    {
      id: 'alerts',
      title: 'No alert fires, and rules and receiver are there',
      by: { health: ['alerts-firing', 'alert-rules', 'alertmanager-tells', 'metrics-targets'] },
      command: 'gomeet health-check --output short',
    },
    {
      id: 'alerts-reviewed',
      title: 'The alerts of the last day were read',
      by: { person: 'Were the alerts of the last 24 hours read, and is each explained or followed up?' },
      command: 'gomeet health-check --output short',
    },
    {
      id: 'backup',
      title: 'The backup of last night is there',
      by: { health: ['backup-age'] },
      command: 'gomeet backup list',
    },
    {
      id: 'resources',
      title: 'Disk, connections and memory have room',
      by: { health: ['disk-space', 'postgres-connections', 'redis-memory', 'postgres-lag'] },
      command: 'gomeet health-check',
    },
    {
      id: 'autoscaling',
      title: 'Autoscalers have the metrics on which they act',
      by: { health: ['autoscaler-metrics'] },
      command: 'gomeet audit',
    },
  ],
};

/** What is done every week, with a drill. */
export const weekly: Checklist = {
  title: 'every week',
  items: [
    {
      id: 'performance-trend',
      title: 'Performance was measured this week, beside the last time',
      by: runLately('performance-check', 7),
      command: 'gomeet performance-check',
    },
    {
      id: 'drill',
      title: 'A disaster was drilled this week',
      by: runLately('dr-drill', 7),
      command: 'gomeet dr-drill postgres-primary-killed',
    },
    {
      id: 'backup-verified',
      title: 'A backup was restored and compared',
      by: { person: 'Did gomeet backup verify pass this week?' },
      command: 'gomeet backup verify',
    },
    {
      id: 'security-patches',
      title: 'Images and libraries were scanned and patched',
      by: {
        person: 'Were images and libraries scanned, and is each finding patched or accepted in writing?',
      },
      command: 'npm audit --omit=dev',
    },
    {
      id: 'unused-resources',
      title: 'Nothing unused costs money',
      by: { person: 'Were machines, volumes and snapshots that nobody uses removed?' },
      command: 'gomeet cloud status',
    },
    {
      id: 'drift',
      title: 'What runs is what was deployed',
      by: { health: ['drift', 'migrations-pending'] },
      command: 'gomeet deploy --dry-run',
    },
    {
      id: 'circuit-breakers',
      title: 'Circuit breakers opened and closed as they should',
      by: { person: 'Did every circuit breaker that opened this week close again, and for a known reason?' },
      command: 'gomeet health-check',
    },
  ],
};

/** What is decided every month. */
export const monthly: Checklist = {
  title: 'every month',
  items: [
    {
      id: 'capacity',
      title: 'The plan carries the growth of the next months',
      by: { person: 'Does the plan carry the expected growth?' },
      command: 'gomeet plan --growth 5%',
    },
    {
      id: 'cost',
      title: 'The bill was compared with the plan',
      by: { person: 'Is the difference between the bill and the plan explained?' },
      command: 'gomeet cost --compare',
    },
    {
      id: 'security-audit',
      title: 'Security was audited',
      by: { person: 'Was security audited this month, and the penetration test of the quarter made?' },
      command: 'gomeet audit',
    },
    {
      id: 'bottleneck',
      title: 'The bottleneck is known',
      by: runLately('loadtest capacity', 31),
      command: 'gomeet loadtest capacity',
    },
    {
      id: 'autoscaling-policies',
      title: 'Autoscaling did what it should',
      by: { person: 'Did autoscalers act in time, and did none stay at its maximum?' },
      command: 'gomeet audit',
    },
    {
      id: 'certificates',
      title: 'No certificate ends before the next look',
      by: { health: ['certificates'] },
      command: 'gomeet health-check',
    },
  ],
};
