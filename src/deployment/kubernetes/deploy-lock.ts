import type { Cluster } from '../../adapters/cluster.ts';
import type { ClusterObject, ObjectKey } from '../../adapters/cluster-object.ts';
import { ExitCode, GomeetError } from '../../errors.ts';

/** A holder that has not renewed for this long is taken for dead: it was killed, or its machine was. */
const LEASE_SECONDS = 30;
const RENEW_MS = 10_000;

interface Holder {
  /** Who and from where: `ada@laptop (4711)`. */
  readonly identity: string;
  now(): number;
}

interface LeaseSpec {
  readonly holderIdentity?: string;
  readonly renewTime?: string;
  readonly leaseDurationSeconds?: number;
}

export interface DeployLock extends AsyncDisposable {
  /** Aborts when the lock was lost: another holder took it, or it could not be renewed in time. */
  readonly lost: AbortSignal;
}

/**
 * Takes the lock of a deployment: a Lease in its namespace, renewed while it is held. Two deployments of one platform would
 * undo each other's waves.
 *
 * @throws GomeetError (conflict) naming who holds it and since when
 */
export async function takeDeployLock(
  cluster: Cluster,
  namespace: string,
  holder: Holder,
): Promise<DeployLock> {
  const key: ObjectKey = {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    namespace,
    name: 'gomeet-deploy',
  };
  let lease = await acquire(cluster, key, holder);
  const lost = new AbortController();
  const renew = async (): Promise<void> => {
    try {
      lease = await cluster.replace(held(lease, holder));
    } catch (error) {
      // A server that is away for a moment is no loss; somebody else's name in the lease is.
      if (error instanceof GomeetError && error.exitCode === ExitCode.conflict) lost.abort(error);
    }
  };
  let renewing = Promise.resolve();
  const timer = setInterval(() => {
    renewing = renewing.then(renew);
  }, RENEW_MS);
  return {
    lost: lost.signal,
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await renewing;
      if (!lost.signal.aborted)
        await cluster.delete(key, { uid: lease.metadata.uid ?? '' }).catch(() => undefined);
    },
  };
}

async function acquire(cluster: Cluster, key: ObjectKey, holder: Holder): Promise<ClusterObject> {
  const live = await cluster.get(key);
  const { apiVersion, kind } = key;
  if (live === null) {
    const metadata = { name: key.name, namespace: key.namespace ?? '' };
    return cluster.create(held({ apiVersion, kind, metadata }, holder)).catch(async (error: unknown) => {
      const other = await cluster.get(key);
      throw other === null ? error : heldBy(other);
    });
  }
  const { renewTime = '', leaseDurationSeconds = LEASE_SECONDS } = specOf(live);
  if (Date.parse(renewTime) + leaseDurationSeconds * 1000 > holder.now()) throw heldBy(live);
  return cluster.replace(held(live, holder));
}

const specOf = (lease: ClusterObject): LeaseSpec => (lease.spec ?? {}) as LeaseSpec;

/** Times of a lease have microseconds. */
function held(lease: ClusterObject, { identity, now }: Holder): ClusterObject {
  const renewTime = new Date(now()).toISOString().replace('Z', '000Z');
  return { ...lease, spec: { holderIdentity: identity, leaseDurationSeconds: LEASE_SECONDS, renewTime } };
}

function heldBy(lease: ClusterObject): GomeetError {
  const { holderIdentity = 'somebody', renewTime = '' } = specOf(lease);
  return new GomeetError(`${holderIdentity} is deploying here, last heard of at ${renewTime}`, {
    exitCode: ExitCode.conflict,
    code: 'deployment-locked',
    hint: `wait for it to end; a deployment that was killed lets go after ${LEASE_SECONDS} s`,
  });
}
