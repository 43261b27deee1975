import type { Checklist } from './checklist.ts';

/** Before a deployment to a cloud: six things without which it would stop half-way. */
export const beforeDeploy: Checklist = {
  title: 'before a deployment',
  items: [
    {
      id: 'api-token',
      title: 'The API token of the provider is set',
      by: { variable: 'DIGITALOCEAN_TOKEN' },
      command: 'gomeet cloud plan',
    },
    {
      id: 'cluster-ready',
      title: 'The cluster answers and its nodes are ready',
      by: { health: ['cluster-answers', 'nodes-ready'] },
      command: 'gomeet health-check --target kubernetes',
    },
    {
      id: 'managed-services',
      title: 'Managed services are provisioned',
      by: { health: ['cloud-resources'] },
      command: 'gomeet cloud status',
    },
    {
      id: 'dns-records',
      title: 'DNS records lead to the load balancer',
      by: { person: 'Do the names of the platform lead to its load balancer?' },
      command: 'gomeet cloud status',
    },
    {
      id: 'secrets-filled',
      title: 'Secrets have values of this platform alone',
      by: {
        person: 'Are all secrets made by gomeet deploy, or filled by hand with values that nobody else has?',
      },
      command: 'gomeet deploy --target kubernetes --dry-run',
    },
    {
      id: 'registry-access',
      title: 'The cluster may pull from the registry',
      by: { person: 'Can the cluster pull the images from the registry?' },
      command: 'gomeet cloud status',
    },
  ],
};

/** After a deployment: six things that show that it came to its end. */
export const afterDeploy: Checklist = {
  title: 'after a deployment',
  items: [
    {
      id: 'all-running',
      title: 'Everything runs',
      by: {
        health: [
          ...['platform-runs', 'workload-missing', 'workload-deployment', 'workload-statefulset'],
          ...[
            'workload-daemonset',
            'workload-cluster',
            'service-postgres',
            'service-redis',
            'service-livekit',
          ],
          'service-api',
        ],
      },
      command: 'gomeet status',
    },
    {
      id: 'load-balancer',
      title: 'The load balancer is healthy',
      by: { health: ['gateway-answers'] },
      command: 'gomeet health-check',
    },
    {
      id: 'certificates-valid',
      title: 'Certificates are valid',
      by: { health: ['certificates'] },
      command: 'gomeet health-check',
    },
    {
      id: 'monitoring-works',
      title: 'Monitoring works',
      by: { health: ['metrics-targets', 'alertmanager-tells'] },
      command: 'gomeet health-check',
    },
    {
      id: 'autoscaling-works',
      title: 'Autoscaling has what it acts on',
      by: { health: ['autoscaler-metrics'] },
      command: 'gomeet audit',
    },
    {
      id: 'network-policies',
      title: 'Network policies are enforced',
      by: { person: 'Does a pod without labels of the platform get no connection to PostgreSQL and Redis?' },
      command: 'gomeet status --target kubernetes',
    },
  ],
};

/** Whether it works for people: five things. */
export const validation: Checklist = {
  title: 'validation of a deployment',
  items: [
    {
      id: 'api-reachable',
      title: 'The API is reachable',
      by: { health: ['gateway-answers', 'api-readiness'] },
      command: 'gomeet health-check',
    },
    {
      id: 'websocket-works',
      title: 'WebSockets work: both who call have one open',
      by: { health: ['real-call'] },
      command: 'gomeet loadtest websocket --connections 10',
    },
    {
      id: 'webrtc-works',
      title: 'WebRTC works: two meet and see one another',
      by: { health: ['real-call', 'media-answers'] },
      command: 'gomeet health-check',
    },
    {
      id: 'metrics-collected',
      title: 'Metrics are collected',
      by: { health: ['metrics-targets', 'autoscaler-metrics'] },
      command: 'gomeet health-check',
    },
    {
      id: 'alerts-fire',
      title: 'Alert rules fire, and somebody was told',
      by: { person: 'Did a drill make an alert fire, and did it reach the people on call?' },
      command: 'gomeet dr-drill redis-master-killed',
    },
  ],
};
