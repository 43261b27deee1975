import type { Cluster } from '../../adapters/cluster.ts';
import type { ClusterObject } from '../../adapters/cluster-object.ts';
import type { Context } from '../../context.ts';
import { concurrently } from './concurrently.ts';
import { keyOf, shownKey } from './object-key.ts';
import { type Placement, PROOF_LABEL, type ProofWorkload, unplacedOf } from './placement.ts';
import { type WorkloadSpec, workloadSpecOf } from './pod-template.ts';
import { isHarmless, type Proof, type ProofPool, type ProofScenario, type ProofSubject } from './proof.ts';
import { nodeObjects, VOLUME_DRIVER } from './proof-nodes.ts';
import { podsOf, proofObjects, storageClasses } from './proof-objects.ts';
import { loseNode, returnNode, surge } from './prove-disruptions.ts';
import { type ProofWorld, refusalsOf, settleNodes, settlePods } from './settle-pods.ts';

type World = ProofWorld & Pick<Context, 'provingGround' | 'progress'>;

/**
 * Has the real scheduler place everything: as planned, with one node of each pool lost, and with one generation of surge.
 * Runs on a control plane of its own; no cluster of the user's is touched.
 *
 * @throws GomeetError (prerequisite) where its programs are not built, (timeout), (interrupted)
 */
export async function provePlan(ctx: World, subject: ProofSubject): Promise<Proof> {
  const { pools, title } = subject;
  const step = ctx.progress.step(`proving: ${title}`);
  try {
    const ground = await (await ctx.provingGround()).start(VOLUME_DRIVER);
    await using _ground = ground;
    const { cluster } = ground;
    step.update({ text: 'nodes' });
    await concurrently(pools.flatMap(nodesOf), (object) => cluster.create(object));
    await settleNodes(
      ctx,
      cluster,
      pools.reduce((sum, { nodes }) => sum + nodes, 0),
    );
    step.update({ text: 'objects' });
    const workloads = await applyObjects(cluster, subject);
    const scenarios = await playScenarios(ctx, cluster, { pools, workloads }, (text) =>
      step.update({ text }),
    );
    step.succeed(`proved: ${title}`);
    const holds = scenarios.every((scenario) => scenario.holds);
    return { title, scheduler: await cluster.version(), pools, scenarios, holds };
  } catch (error) {
    step.fail();
    throw error;
  }
}

const nodesOf = (pool: ProofPool): ClusterObject[] =>
  Array.from({ length: pool.nodes }, (_, index) => nodeObjects(pool, index)).flat();

/** Labels every workload's pods and makes what pods refer to before them. */
async function applyObjects(cluster: Cluster, { objects, pools }: ProofSubject): Promise<ProofWorkload[]> {
  const kept = proofObjects(objects);
  const classes = storageClasses(kept, VOLUME_DRIVER);
  const before = [...kept.filter(({ kind }) => kind === 'Namespace'), ...classes];
  const others = kept.filter((object) => workloadSpecOf(object) === null && object.kind !== 'Namespace');
  const nodes = pools.reduce((sum, pool) => sum + pool.nodes, 0);
  const carriers = kept.filter((object) => workloadSpecOf(object) !== null);
  const workloads: ProofWorkload[] = carriers.map((object, index) => {
    const { template, count } = podsOf(object, nodes) ?? { template: { containers: [] }, count: 0 };
    // Of a DaemonSet only its controller knows how many there are to be.
    const expected = object.kind === 'DaemonSet' ? 0 : count;
    return { id: `w${index}`, name: shownKey(keyOf(object)), spec: template, count: expected };
  });
  await concurrently(before, (object) => cluster.create(object));
  await concurrently(others, (object) => cluster.create(object));
  const labelled = carriers.map((object, index) => withProofLabel(object, `w${index}`));
  await concurrently(labelled, (object) => cluster.create(object));
  return workloads;
}

function withProofLabel(object: ClusterObject, id: string): ClusterObject {
  const spec = object.spec as WorkloadSpec;
  const { template } = spec;
  const labels = { ...template.metadata?.labels, [PROOF_LABEL]: id };
  return {
    ...object,
    spec: {
      ...spec,
      template: { ...template, metadata: { ...template.metadata, labels } },
      // One that waits must not hide those behind it.
      ...(object.kind === 'StatefulSet' ? { podManagementPolicy: 'Parallel' } : {}),
    },
  };
}

interface Stage {
  readonly pools: readonly ProofPool[];
  readonly workloads: readonly ProofWorkload[];
}

async function playScenarios(
  world: ProofWorld,
  cluster: Cluster,
  { pools, workloads }: Stage,
  onScenario: (title: string) => void,
): Promise<ProofScenario[]> {
  // A job has ended before anything is lost or renewed, and is not run again.
  const lasting = workloads.filter(({ name }) => !name.startsWith('Job '));
  const judge = async (
    id: string,
    title: string,
    expected: readonly ProofWorkload[] = lasting,
  ): Promise<ProofScenario> => {
    onScenario(title);
    const placements = await settlePods(world, cluster, expected);
    return scenarioOf({ id, title }, placements, pools, await refusalsOf(cluster, expected));
  };
  const planned = await judge('planned', 'all nodes are there', workloads);
  // What does not fit even so is to be mended first: everything after it would only repeat it.
  if (!planned.holds) return [planned];
  const scenarios = [planned];
  for (const pool of pools.filter(({ nodes }) => nodes > 1)) {
    const lost = await loseNode(cluster, pool);
    scenarios.push(await judge(`lost-${pool.id}`, `one node of pool ${pool.id} is lost`));
    await returnNode(cluster, pool, lost);
    await settleNodes(
      world,
      cluster,
      pools.reduce((sum, { nodes }) => sum + nodes, 0),
    );
    await settlePods(world, cluster, lasting);
  }
  const surged = await surge(world, cluster, { pools, workloads: lasting });
  scenarios.push(await judge('surge', 'a new version of everything starts beside the old one', surged));
  return scenarios;
}

function scenarioOf(
  { id, title }: { id: string; title: string },
  placements: readonly Placement[],
  pools: readonly ProofPool[],
  refusals: ReadonlyMap<string, string>,
): ProofScenario {
  const unplaced = placements.flatMap((placement) => unplacedOf(placement, pools, refusals));
  const placed = placements.reduce((sum, placement) => sum + placement.placed, 0);
  const pods = placed + unplaced.reduce((sum, each) => sum + each.pods, 0);
  return { id, title, pods, placed, unplaced, holds: unplaced.every(isHarmless) };
}
