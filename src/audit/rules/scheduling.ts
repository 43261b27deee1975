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
  {
    code: 'GC406',
    severity: 'critical',
    title: 'A workload without which the platform does not run is missing',
    why: 'Without signaling nobody joins, without a media server nobody is seen, and without monitoring nobody knows.',
    advice: 'Plan again (gomeet plan --out plan.json), or set the feature that needs it to 0.',
    check: ({ requiredWorkloads, workloads }) =>
      requiredWorkloads.map(({ is, at }) => {
        const planned = workloads.filter(({ name }) => name === is);
        return {
          text: () => `${is} has no pod.`,
          ...sumOf(planned.map(({ name, replicas }) => ({ name, value: first(replicas) ?? 0 }))),
          unit: 'pods',
          comparison: '<',
          against: 1,
          cites: [at, ...citesOf(...planned.map(({ replicas }) => replicas))],
        };
      }),
  },
  {
    code: 'GC407',
    severity: 'critical',
    title: 'Something that everything needs has no instance',
    why: 'No meeting starts without a database, a cache, a media node or a way in.',
    advice: 'Take what gomeet plan reckons; the least that survives the loss of one is two.',
    check: ({ data, cache, media, edge, pools }) =>
      [
        ...numbered('database instances', data.nodes),
        ...numbered('database shards', data.shards),
        ...numbered('Redis instances', cache.nodes),
        ...numbered('media nodes', media.nodes),
        ...numbered('nodes of the load balancer', edge.loadBalancerNodes),
        ...pools.flatMap(({ id, nodes }) => numbered(`nodes of ${id}`, nodes)),
      ].map(({ what, is, at }) => ({
        text: () => `${number(is)} ${what} are planned.`,
        formula: 'instances',
        inputs: { instances: is },
        unit: 'instances',
        comparison: '<',
        against: 1,
        cites: [at],
      })),
  },
];

const numbered = (what: string, claims: readonly Claim<number>[]) =>
  claims.map((claim) => ({ what, ...claim }));
