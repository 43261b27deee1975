import type { Cluster } from '../../adapters/cluster.ts';
import type { ClusterObject, ObjectKey } from '../../adapters/cluster-object.ts';
import type { Context } from '../../context.ts';
import { ExitCode, GomeetError } from '../../errors.ts';
import {
  held,
  isExpired,
  isOverdue,
  LEASE_SECONDS,
  type Moment,
  type Observation,
  observed,
  RENEW_EVERY_MS,
  specOf,
} from './lock-lease.ts';
import { pause } from './pause.ts';

/** How often somebody else's lease is looked at. */
const LOOK_EVERY_MS = 1_000;

type World = Pick<Context, 'now' | 'monotonic' | 'progress' | 'signal'>;

export interface DeployLock extends AsyncDisposable {
  /** Aborts when the lock was lost: another holder took it, it was deleted, or it could not be renewed in time. */
  readonly lost: AbortSignal;
  /** Renews it now. @throws GomeetError (conflict) when it was lost */
  confirm(): Promise<void>;
}

/**
 * Takes the lock of a deployment: a Lease in its namespace, renewed while it is held. Two deployments of one platform would
 * undo each other's waves. A lease of somebody else is watched until it is renewed, or until it has not been for its whole
 * time: then its holder is dead, and it is taken over.
 *
 * @param identity who and from where: `ada@laptop`
 * @throws GomeetError (conflict) naming who holds it and since when, (critical) without the namespace, (interrupted)
 */
export async function takeDeployLock(
  world: World,
  cluster: Cluster,
  namespace: string,
  identity: string,
): Promise<DeployLock> {
  const key = leaseKey(namespace);
  return new HeldLock(world, cluster, await acquire(world, cluster, key, identity), identity);
}

/** Does what is short under the lock. @throws GomeetError (conflict) while somebody else has it, or when it was lost */
export async function underDeployLock<Result>(
  world: World,
  cluster: Cluster,
  { namespace, identity }: { namespace: string; identity: string },
  work: (world: World) => Promise<Result>,
): Promise<Result> {
  await using lock = await takeDeployLock(world, cluster, namespace, identity);
  return await work({ ...world, signal: AbortSignal.any([world.signal, lock.lost]) });
}

const leaseKey = (namespace: string): ObjectKey => ({
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  namespace,
  name: 'gomeet-deploy',
});

class HeldLock implements DeployLock {
  readonly #world: World;
  readonly #cluster: Cluster;
  readonly #identity: string;
  readonly #lost = new AbortController();
  readonly #timer: NodeJS.Timeout;
  #lease: ClusterObject;
  #renewedAt: Moment;
  #renewing: Promise<void> | null = null;

  constructor(world: World, cluster: Cluster, lease: ClusterObject, identity: string) {
    this.#world = world;
    this.#cluster = cluster;
    this.#identity = identity;
    this.#lease = lease;
    this.#renewedAt = this.#moment();
    this.#timer = setInterval(() => void this.#renew(), RENEW_EVERY_MS);
  }

  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  async confirm(): Promise<void> {
    await this.#renew();
    this.lost.throwIfAborted();
  }

  /** One renewal at a time; time is looked at first, since one that hangs is none. */
  #renew(): Promise<void> {
    if (isOverdue(this.#renewedAt, this.#moment()))
      this.#giveUp(`it could not be renewed since ${specOf(this.#lease).renewTime}`);
    if (this.lost.aborted) return Promise.resolve();
    this.#renewing ??= this.#replace().finally(() => {
      this.#renewing = null;
    });
    return this.#renewing;
  }

  async #replace(): Promise<void> {
    const askedAt = this.#moment();
    const wish = held(this.#lease, this.#identity, askedAt.wallMs);
    try {
      this.#lease = await this.#cluster.replace(wish);
      this.#renewedAt = askedAt;
    } catch (error) {
      const status = statusOf(error);
      if (status === 404) this.#giveUp('its lease was deleted');
      // A server that is away for a moment is no loss.
      else if (status === 409) await this.#lookWhoseItIs(wish, askedAt);
    }
  }

  /** A renewal whose answer was lost is sent again, and then conflicts with itself. */
  async #lookWhoseItIs(wish: ClusterObject, askedAt: Moment): Promise<void> {
    const live = await this.#cluster.get(leaseKey(wish.metadata.namespace ?? '')).catch(() => undefined);
    if (live === undefined) return;
    if (live === null) return this.#giveUp('its lease was deleted');
    const { renewTime, holderIdentity = 'somebody' } = specOf(live);
    if (renewTime !== specOf(wish).renewTime || holderIdentity !== this.#identity)
      return this.#giveUp(`${holderIdentity} has taken it over`);
    this.#lease = live;
    this.#renewedAt = askedAt;
  }

  #giveUp(why: string): void {
    this.#lost.abort(
      new GomeetError(`this command has lost the lock of the deployment: ${why}`, {
        exitCode: ExitCode.conflict,
        code: 'lock-lost',
        hint: 'gomeet status --target kubernetes   shows what the other one does; then run the command again',
      }),
    );
  }

  #moment(): Moment {
    return { monotonicMs: this.#world.monotonic(), wallMs: this.#world.now() };
  }

  /** Deletes the lease as this holder left it, and never one that somebody has taken over. */
  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    await this.#renewing;
    if (this.lost.aborted) return;
    const { namespace = '', uid = '', resourceVersion = '' } = this.#lease.metadata;
    await this.#cluster.delete(leaseKey(namespace), { uid, resourceVersion }).catch(() => undefined);
  }
}

async function acquire(
  world: World,
  cluster: Cluster,
  key: ObjectKey,
  identity: string,
): Promise<ClusterObject> {
  let seen: Observation | null = null;
  for (;;) {
    world.signal.throwIfAborted();
    const live = await cluster.get(key);
    const taken = live === null ? await create(world, cluster, key, identity) : null;
    if (taken !== null) return taken;
    if (live !== null) {
      const before: Observation | null = seen;
      seen = observed(before, live, world.monotonic());
      if (before === null) world.progress.note(waitingText(live));
      else if (seen !== before) throw heldBy(live);
      if (isExpired(seen, world.monotonic())) return takeOver(world, cluster, live, identity);
    }
    await pause(LOOK_EVERY_MS, world.signal);
  }
}

/** @returns null when somebody else was quicker */
async function create(
  { now }: World,
  cluster: Cluster,
  { apiVersion, kind, namespace, name }: ObjectKey,
  identity: string,
): Promise<ClusterObject | null> {
  const bare = { apiVersion, kind, metadata: { name, namespace: namespace ?? '' } };
  try {
    return await cluster.create(held(bare, identity, now()));
  } catch (error) {
    if (statusOf(error) === 409) return null;
    if (statusOf(error) !== 404) throw error;
    throw new GomeetError(`there is no namespace ${namespace}: no platform is deployed there`, {
      exitCode: ExitCode.critical,
      code: 'not-deployed',
      hint: 'gomeet deploy --target kubernetes',
      cause: error,
    });
  }
}

async function takeOver(
  { now }: World,
  cluster: Cluster,
  live: ClusterObject,
  identity: string,
): Promise<ClusterObject> {
  return cluster.replace(held(live, identity, now())).catch(async (error: unknown) => {
    const { namespace = '' } = live.metadata;
    const other = statusOf(error) === 409 ? await cluster.get(leaseKey(namespace)) : null;
    throw other === null ? error : heldBy(other);
  });
}

const statusOf = (error: unknown): number | undefined =>
  error instanceof GomeetError ? (error.cause as { code?: number } | undefined)?.code : undefined;

const waitingText = (lease: ClusterObject): string =>
  `${specOf(lease).holderIdentity ?? 'somebody'} has the lock of this deployment: looking for ${LEASE_SECONDS} s whether that command is alive`;

function heldBy(lease: ClusterObject): GomeetError {
  const { holderIdentity = 'somebody', renewTime = '' } = specOf(lease);
  return new GomeetError(`${holderIdentity} is deploying here, last heard of at ${renewTime}`, {
    exitCode: ExitCode.conflict,
    code: 'deployment-locked',
    hint: `wait for it to end; a command that was killed lets go after ${LEASE_SECONDS} s`,
  });
}
