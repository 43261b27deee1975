import type { Cluster } from '../../adapters/cluster.ts';
import type { ClusterObject, ResourceType } from '../../adapters/cluster-object.ts';
import type { Context } from '../../context.ts';
import { ExitCode, GomeetError } from '../../errors.ts';
import { awaitWave } from './await-wave.ts';
import { liveSecrets } from './ensure-secrets.ts';
import type { Namespaces } from './environment.ts';
import { completeSecretValues, makeSecretValues } from './make-secret-values.ts';
import { keyOf, shownKey } from './object-key.ts';
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
  { values, restarts, server }: SecretRotation,
): Promise<Rotated> {
  const live = await liveSecrets(cluster, namespaces);
  if (live.length === 0) throw notDeployed(namespaces);
  if (server !== undefined) await requireServer(cluster, namespaces, server);
  const old = completeSecretValues(valuesIn(live, namespaces));
  const made = makeSecretValues(old.dataKeys);
  const renewed = { ...old, ...Object.fromEntries(values.map((value) => [value, made[value]])) };
  const wanted = secretObjects(renewed, namespaces).map((object) => withOldMediaKey(object, old, renewed));
  const before = secretObjects(old, namespaces);
  const changed = wanted.filter((object, index) => dataText(object) !== dataText(before[index]));
  for (const object of changed) await put(cluster, live, object);
  const restarted = await restart(cluster, namespaces, restarts, world.now());
  const step = world.progress.step('restarting what reads it');
  try {
    await awaitWave(world, cluster, {
      objects: restarted,
      timeoutMs: RESTART_TIMEOUT_MS,
      signal: world.signal,
      onState: ({ ready, total, open }) => step.update({ done: ready, total, text: open[0] ?? '' }),
    });
    step.succeed(`restarted ${restarted.length}`);
  } catch (error) {
    step.fail();
    throw error;
  }
  return {
    changed: changed.map((object) => shownKey(keyOf(object))),
    restarted: restarted.map((object) => shownKey(keyOf(object))),
  };
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

/** As `kubectl rollout restart` does: a note in the template, which makes its controller replace the pods. */
async function restart(
  cluster: Cluster,
  namespaces: Namespaces,
  names: readonly string[],
  nowMs: number,
): Promise<ClusterObject[]> {
  const labelSelector = `app.kubernetes.io/name in (${names.join(',')})`;
  const found: ClusterObject[] = [];
  for (const namespace of Object.values(namespaces))
    for (const type of kinds) found.push(...(await cluster.list(type, { namespace, labelSelector })));
  const note = { 'kubectl.kubernetes.io/restartedAt': new Date(nowMs).toISOString() };
  const patch = { spec: { template: { metadata: { annotations: note } } } };
  return Promise.all(found.map((object) => cluster.mergePatch(keyOf(object), patch)));
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
