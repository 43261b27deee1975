import { stringify } from 'yaml';
import type { ConfigurationFile } from '../configuration-file.ts';
import { digestOf } from '../digest.ts';
import { instances } from '../ports.ts';
import type { Service } from '../service.ts';
import { baseEnv } from '../service-settings.ts';
import { addressOf, type HaInputs, programVersion } from './ha-inputs.ts';
import { livekitNames } from './haproxy.ts';
import { postgresNames } from './patroni.ts';
import { redisNames } from './redis-sentinel.ts';

const prometheusFolder = ({ layout }: Pick<HaInputs, 'layout'>): string => `${layout.directory}/prometheus`;

/** One target with the labels that pods have in the cluster, so that the same rules find it. */
const target = (address: string, app: string, pod: string): object => ({
  targets: [address],
  labels: { app, pod, namespace: 'gomeet', node: 'local' },
});

/** One exporter asks each server: `up` is the exporter's, `redis_up` the server's. In the cluster's job, or its rules would miss Redis. */
const redisTarget = (exporter: string, server: string, pod: string): object => ({
  targets: [exporter],
  labels: {
    app: 'redis',
    pod,
    namespace: 'gomeet',
    node: 'local',
    __metrics_path__: '/scrape',
    __param_target: `redis://${server}`,
  },
});

/** Debian's Prometheus knows no Kubernetes; here nothing moves anyway. The job's name is the cluster's. */
function configuration(inputs: HaInputs): string {
  const { scrapeIntervalMs } = inputs.alerting;
  const at = (listener: string): string => addressOf(inputs, listener);
  const each = (names: readonly string[], app: string, purpose: string): object[] =>
    names.map((name) => target(at(`${name}-${purpose}`), app, name));
  return stringify({
    global: {
      scrape_interval: `${scrapeIntervalMs}ms`,
      scrape_timeout: `${Math.min(10_000, scrapeIntervalMs)}ms`,
      evaluation_interval: `${scrapeIntervalMs}ms`,
      external_labels: { platform: 'gomeet', environment: 'local' },
    },
    alerting: { alertmanagers: [{ static_configs: [{ targets: [at('alertmanager')] }] }] },
    rule_files: [`${prometheusFolder(inputs)}/rules/*.yml`],
    scrape_configs: [
      {
        job_name: 'pods',
        static_configs: [
          ...each(instances('api', inputs.apiWorkers), 'api', 'admin'),
          ...each(livekitNames, 'livekit', 'metrics'),
          ...each(postgresNames, 'postgres', 'patroni'),
          target(at('haproxy-metrics'), 'haproxy', 'haproxy'),
          target(at('etcd'), 'etcd', 'etcd'),
          ...['node-exporter', 'postgres-exporter', 'pooler-exporter'].map((name) =>
            target(at(name), name, name),
          ),
          target(at('prometheus'), 'prometheus', 'prometheus'),
          target(at('alertmanager'), 'alertmanager', 'alertmanager'),
          ...redisNames.map((name) => redisTarget(at('redis-exporter'), at(name), name)),
        ],
      },
    ],
  });
}

export const prometheusFiles = (inputs: HaInputs): ConfigurationFile[] => [
  { path: `${prometheusFolder(inputs)}/prometheus.yml`, text: configuration(inputs) },
  ...Object.entries(inputs.alerting.ruleFiles).map(([name, text]) => ({
    path: `${prometheusFolder(inputs)}/rules/${name}`,
    text,
  })),
];

export function prometheus(inputs: HaInputs): Service {
  const { layout, haPrograms, alerting } = inputs;
  return {
    name: 'prometheus',
    kind: 'process',
    command: haPrograms.prometheus.path,
    arguments: [
      `--config.file=${prometheusFolder(inputs)}/prometheus.yml`,
      `--storage.tsdb.path=${prometheusFolder(inputs)}/data`,
      '--storage.tsdb.retention.time=2d',
      `--web.listen-address=${addressOf(inputs, 'prometheus')}`,
      // Other rules are tried with POST /-/reload.
      '--web.enable-lifecycle',
      '--log.level=warn',
    ],
    env: baseEnv,
    workingDirectory: prometheusFolder(inputs),
    needs: [],
    readiness: { kind: 'http', url: `http://${addressOf(inputs, 'prometheus')}/-/ready` },
    readyWithinMs: 30_000,
    stop: { signal: 'SIGTERM', timeoutMs: 10_000 },
    address: addressOf(inputs, 'prometheus'),
    logFile: `${layout.logs}/prometheus.log`,
    digests: {
      program: programVersion(inputs, 'prometheus'),
      configuration: digestOf([configuration(inputs), alerting.ruleFiles]),
    },
  };
}
