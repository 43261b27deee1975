import type { ClusterObject } from '../../adapters/cluster-object.ts';
import { ExitCode, GomeetError } from '../../errors.ts';
import { keyOf, shownKey } from './object-key.ts';

/** An object may name its wave itself; without that its kind does. */
const WAVE_ANNOTATION = 'gomeet.io/wave';

/**
 * What is applied together, in this order. The next wave begins when everything in the last one is ready: a database before
 * its migrations, those before the API that needs the new schema, the API before the gateway that sends people to it.
 */
export const WAVES = [
  { name: 'foundations', title: 'namespaces, types, quotas, priorities, storage classes' },
  { name: 'rights', title: 'accounts, roles, secrets, configuration, network policies' },
  { name: 'operators', title: 'operators, which data and certificates need' },
  { name: 'data', title: 'PostgreSQL, Redis, their volumes, certificates' },
  { name: 'migrations', title: 'the database’s schema' },
  { name: 'monitoring', title: 'Prometheus, Alertmanager, Grafana' },
  { name: 'media', title: 'LiveKit, TURN, recording' },
  { name: 'api', title: 'the API and the web app' },
  { name: 'edge', title: 'the gateway and its load balancer' },
] as const;

type WaveName = (typeof WAVES)[number]['name'];

const byKind: Readonly<Record<string, WaveName>> = {
  Namespace: 'foundations',
  CustomResourceDefinition: 'foundations',
  PriorityClass: 'foundations',
  StorageClass: 'foundations',
  ResourceQuota: 'foundations',
  LimitRange: 'foundations',
  ServiceAccount: 'rights',
  Role: 'rights',
  RoleBinding: 'rights',
  ClusterRole: 'rights',
  ClusterRoleBinding: 'rights',
  Secret: 'rights',
  ConfigMap: 'rights',
  NetworkPolicy: 'rights',
};

/** Within a wave: what others refer to comes first, so that nothing is refused for want of it. */
const KIND_ORDER = [
  'Namespace',
  'CustomResourceDefinition',
  'ServiceAccount',
  'Role',
  'ClusterRole',
  'Secret',
  'ConfigMap',
];

export interface Wave {
  readonly name: WaveName;
  readonly title: string;
  readonly objects: readonly ClusterObject[];
}

/**
 * Puts objects into waves; waves without any are left out.
 *
 * @throws GomeetError (usage) for an object that names a wave which does not exist, or none where its kind has none
 */
export function wavesOf(objects: readonly ClusterObject[]): Wave[] {
  const named = objects.map((object) => ({ object, wave: waveOf(object) }));
  return WAVES.map(({ name, title }) => ({
    name,
    title,
    objects: named
      .filter(({ wave }) => wave === name)
      .map(({ object }) => object)
      .sort((a, b) => orderOf(a) - orderOf(b)),
  })).filter((wave) => wave.objects.length > 0);
}

/** The parts of a wave that may be applied at once, in order: nothing is sent before what it refers to. */
export function stagesOf(objects: readonly ClusterObject[]): ClusterObject[][] {
  const stages = Map.groupBy(objects, orderOf);
  return [...stages].sort(([a], [b]) => a - b).map(([, stage]) => stage);
}

/** The name of an object's wave, whether there is such a wave or not. */
export const wishedWaveOf = ({ kind, metadata }: ClusterObject): string | undefined =>
  metadata.annotations?.[WAVE_ANNOTATION] ?? byKind[kind];

function waveOf(object: ClusterObject): WaveName {
  const wave = wishedWaveOf(object);
  const found = WAVES.find(({ name }) => name === wave);
  if (found !== undefined) return found.name;
  throw new GomeetError(
    `${shownKey(keyOf(object))}: ${wave === undefined ? 'names no wave' : `"${wave}" is no wave`}; accepted: ${WAVES.map(({ name }) => name).join(', ')}`,
    { exitCode: ExitCode.usage, code: 'unknown-wave', hint: `annotate it with ${WAVE_ANNOTATION}` },
  );
}

function orderOf({ kind }: ClusterObject): number {
  const position = KIND_ORDER.indexOf(kind);
  return position === -1 ? KIND_ORDER.length : position;
}
