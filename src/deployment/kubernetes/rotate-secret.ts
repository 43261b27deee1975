import type { Cluster } from '../../adapters/cluster.ts';
import type { ClusterObject, ResourceType } from '../../adapters/cluster-object.ts';
import type { Context } from '../../context.ts';
import { ExitCode, GomeetError } from '../../errors.ts';
import { awaitWave } from './await-wave.ts';
import { liveSecrets } from './ensure-secrets.ts';
import type { Namespaces } from './environment.ts';
import { completeSecretValues, makeSecretValues } from './make-secret-values.ts';
import { keyOf, shownKey } from './object-key.ts';
import { acceptingAlso } from './password-overlap.ts';
import type { SecretRotation } from './secret-rotation.ts';
import { secretObjects, valuesIn, withOldMediaKey } from './secrets.ts';

type World = Pick<Context, 'now' | 'monotonic' | 'signal' | 'progress'>;

interface Rotated {
  /** `Secret gomeet/redis-auth`: never what is in it. */
  readonly changed: readonly string[];
  readonly restarted: readonly string[];
}

/** Pods are replaced one after another, and some take a minute to hand over. */
const RESTART_TIMEOUT_MS = 900_000;

/**
 * Puts new values into the Secrets that hold them and restarts what reads them at its start.
 *
 * @throws GomeetError (prerequisite) for a password that a provider keeps, (critical) when nothing is deployed, or something does
 *   not come back; the new values then stand
 */
export async function rotateSecret(
  world: World,
  cluster: Cluster,
  namespaces: Namespaces,
  rotation: SecretRotation,
): Promise<Rotated> {
  const { values, restarts, server, overlap } = rotation;
  const live = await liveSecrets(cluster, namespaces);
  if (live.length === 0) throw notDeployed(namespaces);
  if (server !== undefined) await requireServer(cluster, namespaces, server);
  const old = completeSecretValues(valuesIn(live, namespaces));
  const made = makeSecretValues(old.dataKeys);
  const renewed = { ...old, ...Object.fromEntries(values.map((value) => [value, made[value]])) };
  const before = secretObjects(old, namespaces);
  const wanted = secretObjects(renewed, namespaces).map((object) => withOldMediaKey(object, old, renewed));
  const changed = wanted.filter((object, index) => dataText(object) !== dataText(before[index]));
  if (overlap === undefined) for (const object of changed) await put(cluster, live, object);
  else await introduce(world, cluster, namespaces, { live, changed, overlap });
  const first = overlap?.servers ?? [];
  const clients = restarts.filter((name) => !first.includes(name));
  const restarted: ClusterObject[] = [];
  for (const names of [...first.map((name) => [name]), clients])
    restarted.push(...(await restart(world, cluster, namespaces, names)));
  return {
    changed: changed.map((object) => shownKey(keyOf(object))),
    restarted: restarted.map((object) => shownKey(keyOf(object))),
  };
}

interface Introduction {
  readonly live: readonly ClusterObject[];
  readonly changed: readonly ClusterObject[];
  readonly overlap: NonNullable<SecretRotation['overlap']>;
}

/**
 * Has every server take the new password beside the old one, and only then makes it the one that is spoken; the old one is taken
 * beside it from there on. At no moment does anybody speak what somebody else refuses, wherever it is cut off.
 */
async function introduce(
  world: World,
  cluster: Cluster,
  namespaces: Namespaces,
  { live, changed, overlap }: Introduction,
): Promise<void> {
  const isServers = ({ metadata }: ClusterObject): boolean =>
    metadata.name === overlap.secret && metadata.namespace === namespaces.platform;
  const wanted = changed.find(isServers);
  const found = live.find(isServers);
  if (wanted === undefined || found === undefined) throw notDeployed(namespaces);
  const learned = await cluster.replace(acceptingAlso(found, passwordIn(wanted)));
  for (const name of overlap.servers) await restart(world, cluster, namespaces, [name]);
  const spoken = { ...learned, data: { ...(learned.data as object), ...(wanted.data as object) } };
  await cluster.replace(acceptingAlso(spoken, passwordIn(found)));
  for (const object of changed) if (object !== wanted) await put(cluster, live, object);
}

function passwordIn({ data }: ClusterObject): string {
  const { password = '' } = (data ?? {}) as { password?: string };
  return Buffer.from(password, 'base64').toString();
}

const dataText = (object: ClusterObject | undefined): string => JSON.stringify(object?.data);

/** Only over what was read: whoever changed it meanwhile is not overwritten. */
async function put(cluster: Cluster, live: readonly ClusterObject[], wanted: ClusterObject): Promise<void> {
  const found = live.find((object) => shownKey(keyOf(object)) === shownKey(keyOf(wanted)));
  if (found === undefined) await cluster.create(wanted);
  else await cluster.replace({ ...found, data: { ...(found.data as object), ...(wanted.data as object) } });
}

const kinds: readonly ResourceType[] = [
  { apiVersion: 'apps/v1', kind: 'Deployment', resource: 'deployments', namespaced: true, verbs: [] },
  { apiVersion: 'apps/v1', kind: 'StatefulSet', resource: 'statefulsets', namespaced: true, verbs: [] },
];

/** As `kubectl rollout restart` does: a note in the template, which makes its controller replace the pods; until all are ready. */
async function restart(
  world: World,
  cluster: Cluster,
  namespaces: Namespaces,
  names: readonly string[],
): Promise<ClusterObject[]> {
  const labelSelector = `app.kubernetes.io/name in (${names.join(',')})`;
  const found: ClusterObject[] = [];
  for (const namespace of Object.values(namespaces))
    for (const type of kinds) found.push(...(await cluster.list(type, { namespace, labelSelector })));
  const note = { 'kubectl.kubernetes.io/restartedAt': new Date(world.now()).toISOString() };
  const patch = { spec: { template: { metadata: { annotations: note } } } };
  const restarted = await Promise.all(found.map((object) => cluster.mergePatch(keyOf(object), patch)));
  const step = world.progress.step(`restarting ${names.join(', ')}`);
  try {
    await awaitWave(world, cluster, {
      objects: restarted,
      timeoutMs: RESTART_TIMEOUT_MS,
      signal: world.signal,
      onState: ({ ready, total, open }) => step.update({ done: ready, total, text: open[0] ?? '' }),
    });
    step.succeed(`restarted ${restarted.length}`);
    return restarted;
  } catch (error) {
    step.fail();
    throw error;
  }
}

async function requireServer(
  cluster: Cluster,
  { platform: namespace }: Namespaces,
  server: NonNullable<SecretRotation['server']>,
): Promise<void> {
  const isServed = (await cluster.types()).some(({ kind }) => kind === server.kind);
  if (isServed && (await cluster.get({ ...server, namespace })) !== null) return;
  throw new GomeetError(
    `there is no ${server.kind} ${namespace}/${server.name}: who keeps ${server.name} is outside of this cluster, and would refuse a password that only the Secrets know`,
    {
      exitCode: ExitCode.prerequisite,
      code: 'kept-elsewhere',
      hint: `change it at the provider, put it into the Secret (kubectl -n ${namespace} edit secret), then kubectl -n ${namespace} rollout restart deployment`,
    },
  );
}

const notDeployed = ({ platform }: Namespaces): GomeetError =>
  new GomeetError(`there are no secrets in the namespace ${platform}: nothing is deployed there`, {
    exitCode: ExitCode.critical,
    code: 'not-deployed',
    hint: 'gomeet deploy --target kubernetes',
  });
