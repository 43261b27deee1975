import type { NodePool, PlanDocument, Workload } from '../planning/plan.ts';
import { modeOf } from '../pricing/bill-plan.ts';
import type { Restatement } from './audited-numbers.ts';

/** What pools, workloads and choices of a plan say again of its lines. A plan without such a line says it once. */
export function restatementsOf(plan: PlanDocument): readonly Restatement[] {
  const { media, choices, event } = plan;
  const again = restater(plan);
  const { targets, spare } = choices;
  return [
    ...again('meetings that fit on a media node', 'media.meetingsPerNode', media.meetingsPerNode, [
      'media.meetings-per-node',
    ]),
    ...again('share of a node', 'media.largestMeetingShareOfNode', media.largestMeetingShareOfNode, [
      'media.largest-share',
    ]),
    ...plan.pools.flatMap((pool) => poolRestatements(pool, again)),
    ...plan.workloads.flatMap((workload) => workloadRestatements(workload, again)),
    ...again('CPU target', 'choices.targets.cpu', targets.cpu, ['media.target.cpu', 'layout.target.cpu']),
    ...again('network target', 'choices.targets.network', targets.network, [
      'media.target.network',
      'layout.target.network',
    ]),
    ...again('memory target', 'choices.targets.memory', targets.memory, ['media.target.memory']),
    ...again('share of spare nodes', 'choices.spare.share', spare.share, ['media.spare-share']),
    ...again('least spare nodes', 'choices.spare.nodes', spare.nodes, ['media.least-spare']),
    ...again('days that a recording is kept', 'event.recordingRetentionDays', event.recordingRetentionDays, [
      'storage.retention-days',
    ]),
  ];
}

type Restater = (
  about: string,
  at: string,
  stated: number | { readonly mode: number } | null,
  ids: readonly string[],
  as?: { readonly unit: string; readonly of: (value: number) => number },
) => readonly Restatement[];

/** @returns what makes a restatement of a number and the lines that should say the same, after rounding as the plan does */
const restater =
  ({ lines }: PlanDocument): Restater =>
  (about, at, stated, ids, as) => {
    const known = ids.flatMap((id) => {
      const line = Object.hasOwn(lines, id) ? lines[id] : undefined;
      return line === undefined ? [] : [{ id, line }];
    });
    const [first] = known;
    if (first === undefined || stated === null) return [];
    const claims = known.map(({ id, line }) => ({ is: as?.of(line.value) ?? line.value, at: `lines.${id}` }));
    return [{ about, unit: as?.unit ?? first.line.unit, claims: [{ is: modeOf(stated), at }, ...claims] }];
  };

/** Lines that hold the nodes of a pool, and those of them that are spare. */
const POOL_LINES: Readonly<Record<string, { readonly nodes: string; readonly spare: string }>> = {
  media: { nodes: 'media.nodes', spare: 'media.spare-nodes' },
  turn: { nodes: 'layout.turn.nodes', spare: 'edge.turn.spare' },
  worker: { nodes: 'layout.worker.nodes', spare: 'layout.worker.spare' },
};

function poolRestatements(pool: NodePool, again: Restater): readonly Restatement[] {
  const { id, size } = pool;
  const at = (field: keyof NodePool): string => `pools.${id}.${field}`;
  const lines = Object.hasOwn(POOL_LINES, id) ? POOL_LINES[id] : undefined;
  return [
    ...(lines === undefined
      ? []
      : [
          ...again(`nodes of ${id}`, at('nodes'), pool.nodes, [lines.nodes]),
          ...again(`spare nodes of ${id}`, at('spareNodes'), pool.spareNodes, [lines.spare]),
        ]),
    ...again(`cores of ${size}`, at('cores'), pool.cores, [`price.${size}.cores`]),
    ...again(`memory of ${size}`, at('memoryBytes'), pool.memoryBytes, [`price.${size}.memory`]),
    ...again(`network limit of ${size}`, at('networkBitsPerSecond'), pool.networkBitsPerSecond, [
      `price.${size}.network`,
    ]),
    ...again(`cores left for pods on ${id}`, at('allocatableCores'), pool.allocatableCores, [
      `layout.${id}.allocatable-cores`,
    ]),
    ...again(`memory left for pods on ${id}`, at('allocatableMemoryBytes'), pool.allocatableMemoryBytes, [
      `layout.${id}.allocatable-memory`,
    ]),
  ];
}

interface WorkloadLines {
  readonly pods: string;
  readonly cores?: string;
  readonly memory?: string;
}

const apiLines = (role: string, cores: string): WorkloadLines => ({
  pods: `api.${role}.pods`,
  cores,
  memory: `api.${role}.memory`,
});
const databaseLines = (name: string): WorkloadLines => ({
  pods: `data.${name}.pods`,
  cores: `data.${name}.pod-cores`,
  memory: `data.${name}.pod-memory`,
});
const monitoringLines = (name: string): WorkloadLines => ({
  pods: `monitoring.${name}.pods`,
  cores: `monitoring.${name}.cores`,
  memory: `monitoring.${name}.memory`,
});

/** A media or TURN server asks for all that its node leaves, which is judged with the node. */
const LINES_OF_WORKLOAD: Readonly<Record<string, WorkloadLines>> = {
  livekit: { pods: 'media.nodes' },
  turn: { pods: 'layout.turn.nodes' },
  'api-auth': apiLines('auth', 'api.auth.pod-cores'),
  'api-meeting': apiLines('meeting', 'api.pod-cores'),
  'api-signaling': apiLines('signaling', 'api.pod-cores'),
  'api-chat': apiLines('chat', 'api.pod-cores'),
  traefik: { pods: 'edge.traefik.pods', cores: 'edge.traefik.pod-cores', memory: 'edge.traefik.memory' },
  recorder: {
    pods: 'storage.recorder-pods',
    cores: 'storage.recorder-cores',
    memory: 'storage.recorder-memory',
  },
  prometheus: monitoringLines('prometheus'),
  grafana: monitoringLines('grafana'),
  alertmanager: monitoringLines('alertmanager'),
  postgres: databaseLines('postgres'),
  redis: databaseLines('redis'),
};

function workloadRestatements(workload: Workload, again: Restater): readonly Restatement[] {
  const { name, replicas, cpuMillicores, memoryBytes } = workload;
  const lines = Object.hasOwn(LINES_OF_WORKLOAD, name) ? LINES_OF_WORKLOAD[name] : undefined;
  if (lines === undefined) return [];
  const { pods, cores = '', memory = '' } = lines;
  const at = (field: keyof Workload): string => `workloads.${name}.${field}`;
  return [
    ...again(`pods of ${name}`, at('replicas'), replicas, [pods]),
    ...again(`CPU of a pod of ${name}`, at('cpuMillicores'), cpuMillicores, [cores], inMillicores),
    ...again(`memory of a pod of ${name}`, at('memoryBytes'), memoryBytes, [memory], inBytes),
  ];
}

/** A plan asks for whole millicores and bytes, rounded up. */
const inMillicores = { unit: 'millicore', of: (cores: number): number => Math.ceil(cores * 1000) } as const;
const inBytes = { unit: 'byte', of: Math.ceil } as const;
