import type { PodSet } from './api-capacity.ts';
import { bytesPerGiB } from './constants.ts';
import { between, estimate, fixed, page, prior } from './prior-quantity.ts';
import { derive, type Quantity } from './quantity.ts';

const prometheus = page(
  'Prometheus: storage, 1 to 2 bytes a sample',
  'https://prometheus.io/docs/prometheus/latest/storage/',
);

export const MONITORING_PRIOR = {
  seriesPerNode: prior(
    'monitoring.series-per-node',
    'series of a node',
    'series/node',
    between(800, 1500, 3000),
    estimate('node-exporter, kubelet and cAdvisor'),
  ),
  seriesPerPod: prior(
    'monitoring.series-per-pod',
    'series of a pod, with its share of the worker node below it',
    'series/pod',
    between(400, 800, 2000),
    estimate('the API’s /metrics, containers, kube-state-metrics'),
  ),
  baseSeries: fixed('monitoring.base-series', 'series of the cluster itself', 'series', 20_000),
  scrapeInterval: fixed(
    'monitoring.scrape-interval',
    'time between two samples of a series',
    's*series/sample',
    15,
  ),
  retention: fixed('monitoring.retention', 'time that samples are kept', 's', 15 * 86_400),
  bytesPerSample: prior(
    'monitoring.bytes-per-sample',
    'bytes of a sample on disk',
    'byte/sample/pod',
    between(1, 1.5, 2),
    prometheus,
  ),
  bytesPerSeries: prior(
    'monitoring.bytes-per-series',
    'memory of a series in the head block',
    'byte/series/pod',
    between(4e3, 8e3, 12e3),
    estimate('Prometheus holds 2 to 3 hours of each series in memory'),
  ),
  baseMemory: fixed('monitoring.base-memory', 'memory of an idle Prometheus', 'byte/pod', 1e9),
  headroom: fixed('monitoring.headroom', 'memory and disk asked for, over those expected', '1', 1.5),
  replicas: fixed('monitoring.prometheus.pods', 'pods of Prometheus', 'pod', 2),
  cores: fixed('monitoring.prometheus.cores', 'CPU of a Prometheus', 'core/pod', 2),
  grafanaPods: fixed('monitoring.grafana.pods', 'pods of Grafana', 'pod', 2),
  grafanaCores: fixed('monitoring.grafana.cores', 'CPU of a Grafana', 'core/pod', 0.5),
  grafanaMemory: fixed('monitoring.grafana.memory', 'memory of a Grafana', 'byte/pod', 512 * 2 ** 20),
  alertmanagerPods: fixed('monitoring.alertmanager.pods', 'pods of Alertmanager', 'pod', 2),
  alertmanagerCores: fixed('monitoring.alertmanager.cores', 'CPU of an Alertmanager', 'core/pod', 0.1),
  alertmanagerMemory: fixed(
    'monitoring.alertmanager.memory',
    'memory of an Alertmanager',
    'byte/pod',
    128 * 2 ** 20,
  ),
} as const;

export interface MonitoringCapacity {
  readonly series: Quantity<'series'>;
  /** Of all replicas. */
  readonly storage: Quantity<'GiB'>;
  readonly sets: readonly PodSet[];
}

/** Two Prometheus that each scrape everything: one may be lost, and neither asks the other. */
export function monitoringOf(
  nodes: Quantity<'node'>,
  pods: Quantity<'pod'>,
  given: typeof MONITORING_PRIOR,
): MonitoringCapacity {
  const { seriesPerNode, seriesPerPod, baseSeries, headroom, replicas } = given;
  const series = derive(
    { id: 'monitoring.series', title: 'series that Prometheus scrapes', unit: 'series' },
    'base + nodes * perNode + pods * perPod',
    { base: baseSeries, nodes, perNode: seriesPerNode, pods, perPod: seriesPerPod },
  );
  const memory = derive(
    { id: 'monitoring.prometheus.memory', title: 'memory that a Prometheus asks for', unit: 'byte/pod' },
    'base + series * perSeries * headroom',
    { base: given.baseMemory, series, perSeries: given.bytesPerSeries, headroom },
  );
  const storage = derive(
    { id: 'monitoring.storage', title: 'disk of all Prometheus', unit: 'GiB' },
    'series / scrapeInterval * retention * perSample * headroom * replicas / bytesPerGiB',
    {
      series,
      scrapeInterval: given.scrapeInterval,
      retention: given.retention,
      perSample: given.bytesPerSample,
      headroom,
      replicas,
      bytesPerGiB,
    },
  );
  const set = (
    name: string,
    setPods: Quantity<'pod'>,
    cores: Quantity<'core/pod'>,
    podMemory: Quantity<'byte/pod'>,
    isStateful: boolean,
  ): PodSet => ({ name, pool: 'worker', pods: setPods, cores, memory: podMemory, isStateful });
  return {
    series,
    storage,
    sets: [
      set('prometheus', replicas, given.cores, memory, true),
      set('grafana', given.grafanaPods, given.grafanaCores, given.grafanaMemory, false),
      set('alertmanager', given.alertmanagerPods, given.alertmanagerCores, given.alertmanagerMemory, true),
    ],
  };
}
