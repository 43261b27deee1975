import { sumOf } from '../arithmetic.ts';
import type { WorkloadClaims } from '../audited-cluster.ts';
import type { AuditedPlan } from '../audited-plan.ts';
import { type Claim, citesOf } from '../claim.ts';
import { first, poolsWithPods } from '../pools.ts';
import type { Rule, Suspicion } from '../rule.ts';
import { counted, number } from '../say.ts';
import type { World } from '../world.ts';

interface Resource {
  readonly unit: 'cores' | 'GiB';
  readonly key: 'cores' | 'memoryGiB';
  request(pod: WorkloadClaims): readonly Claim<number>[];
  amount(pod: WorkloadClaims): number;
}

const RESOURCES: readonly Resource[] = [
  {
    unit: 'cores',
    key: 'cores',
    request: ({ cpuMillicores }) => cpuMillicores,
    amount: ({ cpuMillicores }) => (first(cpuMillicores) ?? 0) / 1000,
  },
  {
    unit: 'GiB',
    key: 'memoryGiB',
    request: ({ memoryGiB }) => memoryGiB,
    amount: ({ memoryGiB }) => first(memoryGiB) ?? 0,
  },
];

/** What the pods of a pool request together, set against what its nodes have left for pods. */
function overCommitted(
  plan: AuditedPlan,
  world: World,
  podsOf: (workload: WorkloadClaims) => number,
  words: string,
): readonly Suspicion[] {
  return poolsWithPods(plan).flatMap(({ pool, pods }) => {
    const [nodes, cores, memoryGiB] = [first(pool.nodes), first(pool.cores), first(pool.memoryGiB)];
    if (nodes === undefined || cores === undefined || memoryGiB === undefined) return [];
    const left = world.allocatable(cores, memoryGiB);
    return RESOURCES.map((resource): Suspicion => {
      const available = nodes * left[resource.key];
      return {
        text: (requested) =>
          `${words} the pods on ${pool.id} request ${number(requested)} ${resource.unit}; ${counted(nodes, 'node')} leave ${number(available)} for pods.`,
        ...sumOf(pods.map((pod) => ({ name: pod.name, value: podsOf(pod) * resource.amount(pod) }))),
        unit: resource.unit,
        comparison: '>',
        against: available,
        cites: [...citesOf(pool.nodes, ...pods.map(resource.request))],
      };
    });
  });
}

/** Whether the pods find a place on the nodes. `gomeet plan prove` asks the real scheduler. */
export const schedulingRules: readonly Rule[] = [
  {
    code: 'GC401',
    severity: 'critical',
    title: 'The pods request more than the nodes have',
    why: 'The scheduler adds requests up; what does not fit stays Pending.',
    advice: 'Take the nodes that the requests need, or give media nodes a pool of their own.',
    check: (plan, world) =>
      overCommitted(plan, world, ({ replicas }) => first(replicas) ?? 0, 'Before anything scales'),
  },
  {
    code: 'GC402',
    severity: 'major',
    title: 'The autoscalers’ maxima do not fit the nodes',
    why: 'A maximum that finds no node is not there when it is needed.',
    advice: 'Lower the maxima, or let the pool grow with them and price it.',
    check: (plan, world) =>
      overCommitted(
        plan,
        world,
        ({ autoscaler, replicas }) => first(autoscaler?.maximum ?? []) ?? first(replicas) ?? 0,
        'At their maxima',
      ),
  },
  {
    code: 'GC403',
    severity: 'critical',
    title: 'A pod requests more than any node leaves for pods',
    why: 'Kubelet and system pods keep a part of each node: a pod that requests all of a node fits none.',
    advice: 'Request what the node has allocatable, less the daemons that run beside it.',
    check: (plan, world) =>
      poolsWithPods(plan).flatMap(({ pool, pods }) => {
        const [cores, memoryGiB] = [first(pool.cores), first(pool.memoryGiB)];
        if (cores === undefined || memoryGiB === undefined) return [];
        const left = world.allocatable(cores, memoryGiB);
        return pods.flatMap((pod) =>
          RESOURCES.map(
            (resource): Suspicion => ({
              text: (request) =>
                `${pod.name} requests ${number(request)} ${resource.unit}; a node of ${number(cores)} cores and ${number(memoryGiB)} GiB leaves ${number(left[resource.key])}.`,
              formula: 'request',
              inputs: { request: resource.amount(pod) },
              unit: resource.unit,
              comparison: '>',
              against: left[resource.key],
              cites: citesOf(resource.request(pod), pool.nodes),
            }),
          ),
        );
      }),
  },
  {
    code: 'GC404',
    severity: 'critical',
    title: 'More pods want a node of their own than there are nodes',
    why: 'Media servers use the host network: two of them cannot share a node’s ports.',
    advice: 'Give them a pool with as many nodes as replicas.',
    check: (plan) =>
      poolsWithPods(plan).flatMap(({ pool, pods }) => {
        const alone = pods.filter(({ onePerNode }) => onePerNode);
        const nodes = first(pool.nodes);
        if (alone.length === 0 || nodes === undefined) return [];
        return [
          {
            text: (replicas: number) =>
              `${counted(replicas, 'pod')} on ${counted(nodes, 'node')} of ${pool.id}.`,
            ...sumOf(alone.map(({ name, replicas }) => ({ name, value: first(replicas) ?? 0 }))),
            unit: 'pods',
            comparison: '>' as const,
            against: nodes,
            cites: citesOf(pool.nodes, ...alone.map(({ replicas }) => replicas)),
          },
        ];
      }),
  },
  {
    code: 'GC405',
    severity: 'minor',
    title: 'Control-plane machines are sized where the provider runs the control plane',
    why: 'Managed Kubernetes gives no machines of the control plane, and bills none.',
    advice: 'Drop them; choose the highly available control plane instead.',
    check: ({ cluster: { hasManagedControlPlane }, pools }) =>
      hasManagedControlPlane
        .filter(({ is }) => is)
        .slice(0, 1)
        .map(({ at }) => {
          const own = pools.filter(({ role }) => role === 'control-plane');
          return {
            text: (machines) => `${counted(machines, 'machine')} are sized for it.`,
            ...sumOf(own.map(({ id, nodes }) => ({ name: id, value: first(nodes) ?? 0 }))),
            unit: 'nodes',
            comparison: '>',
            against: 0,
            cites: [at, ...citesOf(...own.map(({ nodes }) => nodes))],
          };
        }),
  },
];
