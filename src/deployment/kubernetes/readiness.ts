import type { ClusterObject } from '../../adapters/cluster-object.ts';

/**
 * How far an object is. `failed` is said only of what waiting cannot mend; everything that may still come is `progressing`
 * or, where something outside is awaited, `waiting`.
 */
export interface Readiness {
  readonly state: 'ready' | 'progressing' | 'waiting' | 'failed';
  readonly reason: string;
}

const ready: Readiness = { state: 'ready', reason: '' };
const progressing = (reason: string): Readiness => ({ state: 'progressing', reason });
const failed = (reason: string): Readiness => ({ state: 'failed', reason });

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

interface Status {
  readonly observedGeneration?: number;
  readonly conditions?: readonly Condition[];
  readonly [field: string]: unknown;
}

const statusOf = (object: ClusterObject): Status => (object.status ?? {}) as Status;
const numberIn = (fields: Readonly<Record<string, unknown>>, name: string): number =>
  typeof fields[name] === 'number' ? fields[name] : 0;
const specOf = (object: ClusterObject): Readonly<Record<string, unknown>> =>
  (object.spec ?? {}) as Readonly<Record<string, unknown>>;
const condition = (object: ClusterObject, type: string): Condition | undefined =>
  statusOf(object).conditions?.find((each) => each.type === type);

/** Whether the controller has seen the newest wish; its numbers are about an older one before that. */
const isObserved = (object: ClusterObject): boolean =>
  (statusOf(object).observedGeneration ?? 0) >= (object.metadata.generation ?? 0);

type Judge = (object: ClusterObject) => Readiness;

const deployment: Judge = (object) => {
  if (!isObserved(object)) return progressing('not yet seen by its controller');
  const progress = condition(object, 'Progressing');
  if (progress?.status === 'False') return failed(progress.message ?? progress.reason ?? 'no progress');
  const status = statusOf(object);
  const wanted = typeof specOf(object).replicas === 'number' ? numberIn(specOf(object), 'replicas') : 1;
  const [updated, available, all] = ['updatedReplicas', 'availableReplicas', 'replicas'].map((name) =>
    numberIn(status, name),
  ) as [number, number, number];
  const refused = condition(object, 'ReplicaFailure');
  if (refused?.status === 'True' && updated < wanted) {
    const reason = `its pods are refused: ${refused.message ?? refused.reason ?? 'no reason given'}`;
    // While old pods go their share of a quota becomes free; with none there is nothing to wait for.
    return all === 0 ? failed(reason) : { state: 'waiting', reason };
  }
  if (updated < wanted) return progressing(`${updated} of ${wanted} pods are new`);
  if (all > updated) return progressing(`${all - updated} old pods are still there`);
  if (available < wanted) return progressing(`${available} of ${wanted} pods are available`);
  return ready;
};

const statefulSet: Judge = (object) => {
  if (!isObserved(object)) return progressing('not yet seen by its controller');
  const [status, spec] = [statusOf(object), specOf(object)];
  const wanted = typeof spec.replicas === 'number' ? numberIn(spec, 'replicas') : 1;
  const updated = numberIn(status, 'updatedReplicas');
  const available = numberIn(status, 'availableReplicas');
  if (available < wanted) return progressing(`${available} of ${wanted} pods are available`);
  if (updated < wanted && status.updateRevision !== status.currentRevision)
    return progressing(`${updated} of ${wanted} pods are new`);
  return ready;
};

const daemonSet: Judge = (object) => {
  if (!isObserved(object)) return progressing('not yet seen by its controller');
  const status = statusOf(object);
  const wanted = numberIn(status, 'desiredNumberScheduled');
  const [updated, available] = [
    numberIn(status, 'updatedNumberScheduled'),
    numberIn(status, 'numberAvailable'),
  ];
  if (updated < wanted) return progressing(`${updated} of ${wanted} pods are new`);
  return available < wanted ? progressing(`${available} of ${wanted} pods are available`) : ready;
};

const job: Judge = (object) => {
  const failure = condition(object, 'Failed');
  if (failure?.status === 'True') return failed(failure.message ?? failure.reason ?? 'the job failed');
  if (condition(object, 'Complete')?.status === 'True') return ready;
  return progressing(specOf(object).suspend === true ? 'suspended' : 'running');
};

const claim: Judge = (object) => {
  const { phase } = statusOf(object);
  if (phase === 'Bound') return ready;
  return phase === 'Lost' ? failed('its volume is gone') : { state: 'waiting', reason: 'for a volume' };
};

const service: Judge = (object) => {
  if (specOf(object).type !== 'LoadBalancer') return ready;
  const balancer = statusOf(object).loadBalancer as { ingress?: readonly unknown[] } | undefined;
  return (balancer?.ingress?.length ?? 0) > 0
    ? ready
    : { state: 'waiting', reason: 'for an address from the load balancer' };
};

const byCondition =
  (type: string, otherwise: string): Judge =>
  (object) => {
    const found = condition(object, type);
    if (found?.status === 'True') return ready;
    return progressing(found?.message ?? found?.reason ?? otherwise);
  };

const postgresCluster: Judge = (object) => {
  const status = statusOf(object);
  const [instances, up] = [numberIn(specOf(object), 'instances'), numberIn(status, 'readyInstances')];
  const phase = typeof status.phase === 'string' ? status.phase : 'not yet seen by its operator';
  if (up >= instances && /healthy/i.test(phase)) return ready;
  if (/unrecoverable|cannot|not able to/i.test(phase)) return failed(phase);
  return progressing(`${up} of ${instances} instances are ready: ${phase}`);
};

const definition: Judge = (object) => {
  const names = condition(object, 'NamesAccepted');
  if (names?.status === 'False') return failed(names.message ?? 'its names are taken');
  return byCondition('Established', 'not yet served')(object);
};

const namespace: Judge = (object) =>
  statusOf(object).phase === 'Terminating' ? failed('it is being deleted') : ready;

/** How each kind is judged; a kind that is not here is ready as soon as it exists. */
const judges: Readonly<Record<string, Judge>> = {
  Deployment: deployment,
  StatefulSet: statefulSet,
  DaemonSet: daemonSet,
  Job: job,
  PersistentVolumeClaim: claim,
  Service: service,
  Namespace: namespace,
  CustomResourceDefinition: definition,
  APIService: byCondition('Available', 'not yet available'),
  Certificate: byCondition('Ready', 'not yet issued'),
  ScaledObject: byCondition('Ready', 'not yet seen by KEDA'),
  Cluster: postgresCluster,
};

/** Whether an object of this kind may take a while: all others are ready as soon as they exist. */
export const isAwaited = ({ kind }: ClusterObject): boolean => judges[kind] !== undefined;

export function readinessOf(object: ClusterObject): Readiness {
  return judges[object.kind]?.(object) ?? ready;
}
