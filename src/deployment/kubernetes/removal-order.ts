import type { ClusterObject } from '../../adapters/cluster-object.ts';
import { groupKindOf } from './inventory.ts';
import { WAVES, wishedWaveOf } from './waves.ts';

/** Objects that are deleted together; the next step begins when they, and the pods that they ran, are gone. */
export interface RemovalStep {
  readonly name: string;
  readonly title: string;
  readonly objects: readonly ClusterObject[];
}

/** Waves whose objects others stand on: they go by kind, after everything that is served. */
const STOOD_ON = new Set(['operators', 'rights', 'foundations']);

/**
 * The order of a removal, which is not quite the waves backwards: whatever adds pods or lets people in goes first, as it would
 * work against the rest; a custom resource goes while its operator still answers its webhook and takes its finalizer off;
 * webhooks go before the programs behind them, since one without a program refuses every write to its types.
 */
const REMOVAL_STEPS: readonly { readonly name: string; readonly title: string }[] = [
  { name: 'entrance', title: 'routes, autoscalers, disruption budgets, schedules' },
  ...WAVES.filter(({ name }) => !STOOD_ON.has(name)).toReversed(),
  { name: 'custom', title: 'what operators serve: certificates, issuers, stores' },
  { name: 'claims', title: 'volume claims, with the data on them' },
  { name: 'webhooks', title: 'webhooks of the operators' },
  { name: 'operators', title: 'operators' },
  { name: 'rights', title: 'accounts, roles, secrets, configuration, network policies' },
  { name: 'foundations', title: 'quotas, priorities, storage classes' },
  { name: 'types', title: 'types of custom resources' },
  { name: 'namespaces', title: 'namespaces' },
];

const byGroupKind: Readonly<Record<string, string>> = {
  Namespace: 'namespaces',
  'CustomResourceDefinition.apiextensions.k8s.io': 'types',
  PersistentVolumeClaim: 'claims',
  'ValidatingWebhookConfiguration.admissionregistration.k8s.io': 'webhooks',
  'MutatingWebhookConfiguration.admissionregistration.k8s.io': 'webhooks',
  'HorizontalPodAutoscaler.autoscaling': 'entrance',
  'ScaledObject.keda.sh': 'entrance',
  'PodDisruptionBudget.policy': 'entrance',
  'Ingress.networking.k8s.io': 'entrance',
  'IngressRoute.traefik.io': 'entrance',
  'IngressRouteTCP.traefik.io': 'entrance',
  'IngressRouteUDP.traefik.io': 'entrance',
  'CronJob.batch': 'entrance',
  'ScheduledBackup.postgresql.cnpg.io': 'entrance',
};

/**
 * Whether a type came by a CustomResourceDefinition: Kubernetes' own groups have no dot (`apps`) or end in `k8s.io`, which it
 * reserves for itself.
 */
export function isCustom({ apiVersion }: { readonly apiVersion: string }): boolean {
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  return group.includes('.') && !group.endsWith('k8s.io');
}

/** Where an object's step stands in the order. One of a wave that is no longer known goes first. */
export function removalRank(object: ClusterObject): number {
  const byKind = byGroupKind[groupKindOf(object)];
  const wave = wishedWaveOf(object) ?? '';
  const name = byKind ?? (isCustom(object) && STOOD_ON.has(wave) ? 'custom' : wave);
  return Math.max(0, rankOfStep(name));
}

export const rankOfStep = (name: string): number => REMOVAL_STEPS.findIndex((step) => step.name === name);

/**
 * The steps in which objects are deleted; those without any are left out.
 *
 * @param platform the namespace that holds lock and record: it goes after all others, so that a removal which was killed
 *   before its end can be taken up
 */
export function removalSteps(objects: readonly ClusterObject[], platform: string): RemovalStep[] {
  const isLast = ({ kind, metadata }: ClusterObject): boolean =>
    kind === 'Namespace' && metadata.name === platform;
  const ofRank = Map.groupBy(
    objects.filter((object) => !isLast(object)),
    removalRank,
  );
  const last = objects.filter(isLast);
  return [
    ...REMOVAL_STEPS.map((step, rank) => ({ ...step, objects: ofRank.get(rank) ?? [] })),
    { name: 'platform', title: `the namespace ${platform}, with lock and record`, objects: last },
  ].filter((step) => step.objects.length > 0);
}
