import { bytesPerGiB } from '../planning/constants.ts';
import type { MediaCosts } from '../planning/media-costs.ts';
import { mediaPrior } from '../planning/media-prior.ts';
import type { NodePool, PlanDocument, Workload } from '../planning/plan.ts';
import type { Bill } from '../pricing/bill.ts';
import { modeOf } from '../pricing/bill-plan.ts';
import type { Part } from './audited-cluster.ts';
import { type AuditedPlan, auditedPlanSchema } from './audited-plan.ts';
import type { Claim } from './claim.ts';
import { billClaims } from './claims-of-bill.ts';
import { derivationsOf, givensOf } from './claims-of-lines.ts';
import { restatementsOf } from './restatements-of-plan.ts';

/** What a plan of gomeet's own claims, so that it is judged by the rules that written plans are judged by. */
export function claimsOfPlan(plan: PlanDocument, bill: Bill | null): AuditedPlan {
  const { event, choices } = plan;
  const said = claimer(plan);
  const largest = Math.max(...event.meetings.map(({ participants }) => participants));
  const hasOneSize = event.meetings.length === 1;
  return auditedPlanSchema.parse({
    schema: 'gomeet.audited-plan/v1',
    name: plan.name,
    event,
    demand: {
      meetings: said('demand.slots'),
      participants: said('demand.participants'),
      participantsPerMeeting: hasOneSize ? [{ is: largest, at: 'event.meetings' }] : [],
      requestsPerSecond: said('edge.requests'),
      joinSeconds: said('demand.join-seconds'),
    },
    pools: plan.pools.map(poolClaims),
    workloads: plan.workloads.map(workloadClaims),
    cluster: {
      provider: [{ is: choices.provider, at: 'choices.provider' }],
      region: [{ is: choices.region, at: 'choices.region' }],
      hasManagedControlPlane: [{ is: true, at: 'choices.controlPlane' }],
    },
    media: {
      server: [{ is: 'LiveKit', at: 'workloads' }],
      nodes: plan.pools.filter(isMedia).map(({ id, nodes }) => ({ is: nodes, at: `pools.${id}` })),
      // Meetings of one size fill nodes evenly; of several, no number of people a node says what fits.
      participantsPerNode: hasOneSize
        ? [{ is: plan.media.meetingsPerNode * largest, at: 'media.meetingsPerNode' }]
        : [],
      cpuTarget: [{ is: choices.targets.cpu, at: 'choices.targets.cpu' }],
      networkTarget: [{ is: choices.targets.network, at: 'choices.targets.network' }],
    },
    data: {
      manager: [{ is: choices.database, at: 'choices.database' }],
      nodes: said('data.postgres.instances'),
      serverConnections: said('data.postgres.connections'),
      serverMemoryGiB: said('data.postgres.memory'),
    },
    cache: {
      product: [{ is: 'Valkey', at: 'resources' }],
      nodes: said('data.redis.instances'),
      manager: [{ is: choices.database, at: 'choices.database' }],
      mode: [{ is: choices.database === 'managed' ? 'managed' : 'sentinel', at: 'choices.database' }],
    },
    edge: {
      gateway: [{ is: 'Traefik', at: 'workloads' }],
      loadBalancerNodes: said('edge.load-balancer.nodes'),
      connectionsPerParticipant: said('edge.connections-per-person'),
      tlsEndsAt: [{ is: 'load-balancer', at: 'edge.handshakes' }],
    },
    requiredWorkloads: requiredWorkloads(plan),
    derivations: derivationsOf(plan),
    restatements: restatementsOf(plan),
    givens: givensOf(plan),
    ...(bill === null ? {} : billClaims(bill, plan)),
  } satisfies Partial<Record<keyof AuditedPlan, unknown>>);
}

/** What the plan was made with: the prior, or what a calibration put in its place. */
export function costsOfPlan({ lines }: PlanDocument): MediaCosts {
  const known = Object.entries(mediaPrior()).map(([name, cost]) => {
    const line = Object.hasOwn(lines, cost.id) ? lines[cost.id] : undefined;
    return [name, line === undefined ? cost : { ...cost, value: line.value }] as const;
  });
  return { ...mediaPrior(), ...Object.fromEntries(known) };
}

/** Claims of a line of the plan, by its id; none where the plan has no such line. */
const claimer =
  ({ lines }: PlanDocument) =>
  (id: string): readonly Claim<number>[] => {
    const line = Object.hasOwn(lines, id) ? lines[id] : undefined;
    return line === undefined ? [] : [{ is: line.value, at: id }];
  };

/** What `gomeet deploy` sets up, and what the event and the choices add to it. */
function requiredWorkloads({ event, choices }: PlanDocument): readonly Claim<string>[] {
  const always = ['livekit', 'traefik', 'prometheus', 'grafana', 'alertmanager'];
  const api = ['api-auth', 'api-meeting', 'api-signaling', 'api-chat'];
  const because = (at: string, ...names: readonly string[]) => names.map((is) => ({ is, at }));
  return [
    ...because('workloads', ...always, ...api),
    ...(modeOf(event.relayedParticipants) > 0 ? because('event.relayedParticipants', 'turn') : []),
    ...(modeOf(event.recordedMeetings) > 0 ? because('event.recordedMeetings', 'recorder') : []),
    ...(choices.database === 'self-hosted' ? because('choices.database', 'postgres', 'redis') : []),
  ];
}

const isMedia = ({ id }: NodePool): boolean => id === 'media';

function poolClaims(pool: NodePool) {
  const at = `pools.${pool.id}`;
  return {
    id: pool.id,
    role: isMedia(pool) ? 'media' : 'worker',
    nodes: [{ is: pool.nodes, at }],
    cores: [{ is: pool.cores, at }],
    memoryGiB: [{ is: pool.memoryBytes / bytesPerGiB.value, at }],
    networkGbps: pool.networkBitsPerSecond === null ? [] : [{ is: pool.networkBitsPerSecond / 1e9, at }],
  };
}

function workloadClaims(workload: Workload) {
  const { name, pool, replicas, maximumReplicas, cpuMillicores, memoryBytes, onePerNode, isStateful } =
    workload;
  const at = `workloads.${name}`;
  return {
    name,
    part: partOf(name),
    pool,
    replicas: [{ is: replicas, at }],
    cpuMillicores: [{ is: cpuMillicores, at }],
    memoryGiB: [{ is: memoryBytes / bytesPerGiB.value, at }],
    onePerNode,
    isStateful,
    ...(maximumReplicas === null
      ? {}
      : { autoscaler: { minimum: [{ is: replicas, at }], maximum: [{ is: maximumReplicas, at }] } }),
  };
}

const PARTS_BY_NAME: readonly (readonly [RegExp, Part])[] = [
  [/livekit/, 'media'],
  [/turn/, 'relay'],
  [/recorder|egress/, 'recording'],
  [/postgres/, 'data'],
  [/redis|valkey/, 'cache'],
  [/traefik/, 'edge'],
  [/prometheus|grafana|alertmanager|loki/, 'monitoring'],
  [/api|auth|meeting|signaling|chat/, 'api'],
];

const partOf = (name: string): Part =>
  PARTS_BY_NAME.find(([pattern]) => pattern.test(name))?.[1] ?? 'platform';
