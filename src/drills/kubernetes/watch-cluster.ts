import type { Cluster } from '../../adapters/cluster.ts';
import type { ResourceType } from '../../adapters/cluster-object.ts';
import type { Context } from '../../context.ts';
import type { Namespaces } from '../../deployment/kubernetes/environment.ts';
import { pause } from '../../deployment/kubernetes/pause.ts';
import type { PlatformWatch } from '../watch-platform.ts';
import { PODS } from './find-pods.ts';
import { changesBetween, isWhole, type PlatformState, platformState } from './pod-states.ts';

/** A look is some seven small lists; more often would be felt by what is measured. */
const lookEveryMs = 1_000;

/** What keeps pods; the PostgreSQL operator's type is there where it is deployed. */
const isKeeper = ({ apiVersion, kind }: ResourceType): boolean =>
  (apiVersion === 'apps/v1' && (kind === 'Deployment' || kind === 'StatefulSet')) ||
  (apiVersion.startsWith('postgresql.cnpg.io/') && kind === 'Cluster');

/** One look at every pod of the platform and everything that keeps them. */
export async function readPlatformState(cluster: Cluster, namespaces: Namespaces): Promise<PlatformState> {
  const types = (await cluster.types()).filter((type) => isKeeper(type) && type.verbs.includes('list'));
  const inBoth = async (type: ResourceType) =>
    (
      await Promise.all(Object.values(namespaces).map((namespace) => cluster.list(type, { namespace })))
    ).flat();
  const [pods, ...keepers] = await Promise.all([PODS, ...types].map(inBoth));
  return platformState(pods ?? [], keepers.flat());
}

/** Looks at the whole platform, in turn, until stopped. A look that the API server does not answer says nothing of the platform. */
export function watchCluster(
  ctx: Pick<Context, 'monotonic'>,
  cluster: Cluster,
  namespaces: Namespaces,
): PlatformWatch {
  const over = new AbortController();
  const changes: { atMs: number; text: string; isWell: boolean }[] = [];
  let before: PlatformState | undefined;
  let wholeSinceMs: number | null = null;
  let isSilent = false;

  const note = (now: PlatformState): void => {
    const atMs = ctx.monotonic();
    const found = before === undefined ? [] : changesBetween(before, now);
    changes.push(...found.map((change) => ({ atMs, ...change })));
    // Somebody may have been replaced between two looks at which all were well.
    if (!isWhole(now)) wholeSinceMs = null;
    else if (wholeSinceMs === null || found.length > 0) wholeSinceMs = atMs;
    before = now;
  };
  const looking = (async () => {
    while (!over.signal.aborted) {
      try {
        note(await readPlatformState(cluster, namespaces));
        isSilent = false;
      } catch (error) {
        const text = `the API server did not tell: ${(error as Error).message}`;
        if (!isSilent) changes.push({ atMs: ctx.monotonic(), text, isWell: true });
        isSilent = true;
      }
      await pause(lookEveryMs, over.signal);
    }
  })();
  return {
    changes,
    get wholeSinceMs() {
      return wholeSinceMs;
    },
    async stop() {
      over.abort();
      await looking;
    },
  };
}
