import type { ClusterObject } from '../../adapters/cluster-object.ts';
import { readinessOf } from '../../deployment/kubernetes/readiness.ts';
import type { CheckResult, CheckStatus } from '../check.ts';
import { type ClusterSnapshot, componentOf, nameOf } from './cluster-snapshot.ts';

/** In order of dependency. */
const CATEGORIES = {
  data: 'Data',
  media: 'Media',
  api: 'API',
  edge: 'Edge',
  monitoring: 'Monitoring',
  backup: 'Backup',
} as const;

/** Without these there is no meeting; a managed database and Redis are not in the cluster, so the data are not among them. */
const WANTED = {
  livekit: 'Media',
  'api-auth': 'API',
  'api-meeting': 'API',
  'api-signaling': 'API',
  'api-chat': 'API',
  traefik: 'Edge',
} as const;

/** Meetings go on without these. */
const DISPENSABLE = new Set(['Monitoring', 'Backup']);
/** More restarts than a failover or two explain. */
const RESTARTS_MAX = 3;

/** One check for each workload that is there, and one for each that should be. */
export function workloadChecks({
  workloads,
  pods,
}: Pick<ClusterSnapshot, 'workloads' | 'pods'>): CheckResult[] {
  const present = workloads.map((workload) => workloadCheck(workload, pods));
  const names = new Set(workloads.filter(isWanted).map(nameOf));
  const resting = new Set(workloads.map(nameOf));
  const missing = Object.entries(WANTED)
    .filter(([name]) => !names.has(name))
    .map(
      ([name, category]): CheckResult => ({
        id: 'workload-missing',
        category,
        title: name,
        status: 'failed',
        found: resting.has(name) ? 'scaled to 0: nobody serves' : 'not deployed',
        needed: 'deployed, with at least one pod wanted',
        hint: 'gomeet deploy --target kubernetes',
      }),
    );
  const order: readonly string[] = [...Object.values(CATEGORIES), 'Other'];
  return [...present, ...missing].sort((a, b) => order.indexOf(a.category) - order.indexOf(b.category));
}

/** While media servers are replaced there are two of them, the old one at 0 in the end. */
const isWanted = ({ spec }: ClusterObject): boolean =>
  (spec as { replicas?: number } | undefined)?.replicas !== 0;

function workloadCheck(workload: ClusterObject, pods: readonly ClusterObject[]): CheckResult {
  const { namespace, name } = workload.metadata;
  const category = CATEGORIES[componentOf(workload) as keyof typeof CATEGORIES] ?? 'Other';
  const { state, reason } = readinessOf(workload);
  const restarts = restartsOf(workload, pods);
  const isDegraded = state !== 'ready' && hasSomeReady(workload);
  const status = statusOf({ isReady: state === 'ready', isDegraded, category, restarts });
  const restarted = restarts > RESTARTS_MAX ? [`its pods restarted ${restarts} times`] : [];
  return {
    id: `workload-${workload.kind.toLowerCase()}`,
    category,
    title: name,
    status,
    found: [state === 'ready' ? readyText(workload) : reason, ...restarted].join('; '),
    needed: 'as many ready as wanted, without restarts',
    hint: status === 'ok' ? null : `kubectl describe ${workload.kind.toLowerCase()} -n ${namespace} ${name}`,
  };
}

interface State {
  readonly isReady: boolean;
  readonly isDegraded: boolean;
  readonly category: string;
  readonly restarts: number;
}

/** Fewer than wanted still serve: that is a warning, and none is a failure. */
function statusOf({ isReady, isDegraded, category, restarts }: State): CheckStatus {
  if (isReady) return restarts > RESTARTS_MAX ? 'warning' : 'ok';
  return isDegraded || DISPENSABLE.has(category) ? 'warning' : 'failed';
}

function hasSomeReady({ status }: ClusterObject): boolean {
  const { availableReplicas = 0, readyInstances = 0, numberAvailable = 0 } = (status ?? {}) as Counts;
  return availableReplicas + readyInstances + numberAvailable > 0;
}

interface Counts {
  readonly availableReplicas?: number;
  readonly readyInstances?: number;
  readonly numberAvailable?: number;
}

function readyText({ kind, status }: ClusterObject): string {
  const { availableReplicas, readyInstances, numberAvailable } = (status ?? {}) as Counts;
  const count = availableReplicas ?? readyInstances ?? numberAvailable;
  if (kind === 'PersistentVolumeClaim') return 'bound';
  return count === undefined ? 'ready' : `${count} ready`;
}

/** Of the pods that bear the labels of its selector. */
function restartsOf(workload: ClusterObject, pods: readonly ClusterObject[]): number {
  const { selector } = (workload.spec ?? {}) as {
    selector?: { matchLabels?: Readonly<Record<string, string>> };
  };
  const wanted = Object.entries(selector?.matchLabels ?? {});
  if (wanted.length === 0) return 0;
  return pods
    .filter(
      ({ metadata }) =>
        metadata.namespace === workload.metadata.namespace &&
        wanted.every(([label, value]) => metadata.labels?.[label] === value),
    )
    .flatMap(({ status }) => (status as PodStatus | undefined)?.containerStatuses ?? [])
    .reduce((sum, { restartCount = 0 }) => sum + restartCount, 0);
}

interface PodStatus {
  readonly containerStatuses?: readonly { readonly restartCount?: number }[];
}
