import type { Cluster } from '../../adapters/cluster.ts';
import type { ClusterObject } from '../../adapters/cluster-object.ts';
import type { Context } from '../../context.ts';
import { ExitCode, GomeetError } from '../../errors.ts';
import { awaitWave } from './await-wave.ts';
import { canaryGateway } from './canary-gateway.ts';
import { type CanaryRole, canaryObjects, rolesThatChange } from './canary-objects.ts';
import type { Change } from './change-set.ts';
import { keyOf } from './object-key.ts';
import { type GradualRollout, type RolloutOutcome, rollOutGradually } from './roll-out-gradually.ts';

/** Port of every Service of the API. */
const API_PORT = 8080;

interface GradualDeployment {
  readonly namespace: string;
  /** What the wave of the API changes. */
  readonly changes: readonly Change[];
  readonly rollout: GradualRollout;
  readonly timeoutMs: number;
  /** Applies the wave as any other: the new version takes the stable one's place. */
  apply(): Promise<void>;
}

type World = Pick<Context, 'now' | 'monotonic' | 'progress' | 'signal'>;

/**
 * Applies the wave of the API only after its new version has stood its test beside the stable one. What was put up for the test
 * goes with it, whatever comes out; but not while requests may still go to it.
 *
 * @throws GomeetError (missed) for a version that is worse, (inconclusive) where too few requests came, (interrupted), and what
 *   `apply` throws; the stable version then has all requests. (critical) where they could not be given back to it
 */
export async function deployGradually(
  world: World,
  cluster: Cluster,
  { namespace, changes, rollout, timeoutMs, apply }: GradualDeployment,
): Promise<void> {
  const roles = rolesThatChange(changes);
  if (roles.length === 0) {
    world.progress.note('No pods of the API change: there is nothing to roll out gradually.');
    return apply();
  }
  const services = roles.map(({ service }) => service);
  const gateway = canaryGateway(cluster, { namespace, services, port: API_PORT });
  const objects = roles.flatMap((role) => canaryObjects(role, API_PORT));
  try {
    await putUp(world, cluster, { roles, timeoutMs });
    const outcome = await rollOutGradually(world, { ...gateway, promote: apply }, rollout);
    if (outcome.state !== 'promoted') throw failureOf(outcome, services);
  } catch (error) {
    const hasRequests = error instanceof GomeetError && error.code === 'canary-left';
    // What cannot be deleted now is no longer wanted by the next deployment either, and goes with it: the first error counts.
    if (!hasRequests) await removeObjects(cluster, objects).catch(() => undefined);
    throw error;
  }
  await removeObjects(cluster, objects);
}

async function removeObjects(cluster: Cluster, objects: readonly ClusterObject[]): Promise<void> {
  for (const object of objects) await cluster.delete(keyOf(object));
}

async function putUp(
  world: World,
  cluster: Cluster,
  { roles, timeoutMs }: { roles: readonly CanaryRole[]; timeoutMs: number },
): Promise<void> {
  const step = world.progress.step('the new version beside the stable one');
  const objects = roles.flatMap((role) => canaryObjects(role, API_PORT));
  try {
    // Nobody else has business with them: an earlier run that was killed may have left some.
    for (const object of objects) await cluster.apply(object, { dryRun: false, force: true });
    await awaitWave(world, cluster, {
      objects,
      timeoutMs,
      signal: world.signal,
      onState: ({ ready, total, open }) => step.update({ done: ready, total, text: open[0] ?? '' }),
    });
    step.succeed(roles.map(({ service }) => `${service}-canary`).join(', '));
  } catch (error) {
    step.fail();
    throw error;
  }
}

function failureOf({ state, reason }: RolloutOutcome, services: readonly string[]): GomeetError {
  const what = services.join(', ');
  if (state === 'interrupted')
    return new GomeetError(`${what}: ${reason}; the stable version has all requests`, {
      exitCode: ExitCode.interrupted,
      code: 'interrupted',
      hint: 'run the command again: it begins with the first step',
    });
  if (state === 'undecided')
    return new GomeetError(
      `${what}: too few requests to judge the new version, ${reason}; it was taken back`,
      {
        exitCode: ExitCode.inconclusive,
        code: 'canary-undecided',
        hint: 'hold the steps longer: --canary-hold 15m, or begin with a larger share: --canary 25,50,100',
      },
    );
  return new GomeetError(`${what}: the new version is worse and was taken back, ${reason}`, {
    exitCode: ExitCode.missed,
    code: 'canary-failed',
    hint: 'gomeet status --target kubernetes; the stable version has all requests',
  });
}
