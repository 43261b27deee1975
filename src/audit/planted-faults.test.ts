/**
 * Every code appears on a copy of the reference plan with its one fault planted, and vanishes when the fault is mended: the
 * same fact is set to a wrong value, then to a right one.
 */
import { describe, expect, test } from 'vitest';
import { ownPlan, world } from '../../tests/support/sound-plan.ts';
import type { AuditedPlan } from './audited-plan.ts';
import type { Claim } from './claim.ts';
import { auditPlan } from './findings.ts';
import { rules } from './rules/index.ts';

interface Fault {
  readonly code: string;
  readonly planted: (plan: AuditedPlan) => void;
  readonly mended: (plan: AuditedPlan) => void;
}

function fault<Value>(
  code: string,
  set: (plan: AuditedPlan, value: Value) => void,
  wrong: Value,
  right: Value,
): Fault {
  return { code, planted: (plan) => set(plan, wrong), mended: (plan) => set(plan, right) };
}

const at = 'planted';
const say = <Value>(is: Value): Claim<Value>[] => [{ is, at }];
const both = <Value>(one: Value, other: Value): Claim<Value>[] => [
  ...say(one),
  { is: other, at: 'elsewhere' },
];

type Line = AuditedPlan['bills'][number]['lines'][number];
type Workload = AuditedPlan['workloads'][number];

function found<Item>(items: readonly Item[], is: (item: Item) => boolean): Item {
  const item = items.find(is);
  if (item === undefined) throw new Error('the reference plan has lost a part that these tests change');
  return item;
}
const billOf = ({ bills }: AuditedPlan) => found(bills, () => true);
const linesOf = (plan: AuditedPlan): Line[] => billOf(plan).lines;
const line = (plan: AuditedPlan, id: string): Line =>
  found(linesOf(plan), (each) => each.at === `bill.${id}`);
const pod = ({ workloads }: AuditedPlan, name: string): Workload =>
  found(workloads, (each) => each.name === name);
const pool = ({ pools }: AuditedPlan, id: string) => found(pools, (each) => each.id === id);
const replicas = (plan: AuditedPlan, ...names: string[]): number =>
  names.reduce((sum, name) => sum + (pod(plan, name).replicas[0]?.is ?? 0), 0);
const totalOf = (plan: AuditedPlan): number => billOf(plan).total[0]?.is ?? 0;

const noScaling: NonNullable<Workload['autoscaler']> = {
  minimum: [],
  maximum: [],
  scaleUpAtCpuPercent: [],
  scaleUpAtParticipants: [],
  scaleDownBelowCpuPercent: [],
  metric: [],
  scalesInByItself: [],
};
const scale = (plan: AuditedPlan, name: string, how: Partial<typeof noScaling>): void => {
  pod(plan, name).autoscaler = { ...noScaling, ...how };
};
/** A line that prices pods one by one, beside the lines for nodes. */
const pricePods = (plan: AuditedPlan, covers: string[], more: Partial<Line> = {}): void => {
  linesOf(plan).push({
    component: 'Pods',
    part: 'api',
    instances: 1,
    unitPrice: 50,
    total: 50,
    covers,
    pools: [],
    at,
    ...more,
  });
};
const withoutPart = (plan: AuditedPlan, part: string, isThere: boolean): void => {
  if (!isThere) billOf(plan).lines = linesOf(plan).filter((each) => each.part !== part);
};
const print = (plan: AuditedPlan, ...commands: string[]): void => {
  plan.commands = commands.map((each) => ({ line: each, at }));
};
const test500 = { name: 'media test', target: 'media', virtualUsers: 500, minutes: 10, at } as const;

const sums: Fault[] = [
  fault('GC001', (plan, gap) => (plan.money.infrastructureMonthly = say(totalOf(plan) + gap)), 5149, 0),
  fault('GC002', (plan, gap) => (line(plan, 'media-nodes').total += gap), 100, 0),
  fault('GC003', (plan, gap) => (billOf(plan).total = say(totalOf(plan) + gap)), 100, 0),
  fault(
    'GC004',
    (plan, storageTB) => {
      const rows = [
        { component: 'Workers', count: 20, storageTB: 1, at },
        { component: 'Masters', count: 3, storageTB: 0.2, at },
      ];
      plan.sizing = [{ name: 'table', rows, total: { storageTB, at } }];
    },
    20,
    20.6,
  ),
  fault(
    'GC005',
    (plan, after) =>
      (plan.money.discounts = say({
        kind: 'commitment',
        percent: { low: 30, high: 30 },
        before: 1000,
        after,
      })),
    690,
    700,
  ),
  fault(
    'GC006',
    (plan, missing) =>
      pricePods(plan, ['api-auth', 'api-chat'], {
        instances: replicas(plan, 'api-auth', 'api-chat') - missing,
      }),
    3,
    0,
  ),
  fault(
    'GC007',
    (plan, gap) => {
      plan.money.operationsMonthly = say(23_000);
      plan.money.totalMonthly = say(totalOf(plan) + 23_000 + gap);
    },
    1,
    0,
  ),
  fault('GC008', (plan, people) => (plan.demand.participants = say(people)), 40_000, 50_000),
  fault(
    'GC009',
    (plan, nodes) => (found(plan.derivations, (each) => each.at === 'lines.media.nodes').is = nodes),
    5,
    55,
  ),
];

const prices: Fault[] = [
  fault('GC101', (plan, price) => (line(plan, 'media-nodes').unitPrice = price), 1234, 1310),
  fault(
    'GC102',
    (plan, unitPrice) => linesOf(plan).push({ ...line(plan, 'media-nodes'), unitPrice }),
    1200,
    1310,
  ),
  fault('GC103', (plan, other) => pricePods(plan, ['api-meeting', other]), 'recorder', 'api-chat'),
  fault('GC104', (plan, price) => (line(plan, 'load-balancers').unitPrice = price), 40, 12),
  fault('GC105', (plan, cores) => pricePods(plan, ['recorder'], { cores }), 2, 4),
  fault(
    'GC106',
    (plan, high) => (plan.money.discounts = say({ kind: 'commitment', percent: { low: 0, high } })),
    30,
    0,
  ),
  fault(
    'GC107',
    (plan, high) => (plan.money.discounts = say({ kind: 'spot', percent: { low: 0, high } })),
    90,
    0,
  ),
  fault('GC120', (plan, isThere) => withoutPart(plan, 'egress', isThere), false, true),
  fault(
    'GC121',
    (plan, where) => plan.workloads.push({ ...pod(plan, 'api-chat'), name: 'translator', pool: where }),
    undefined,
    'worker',
  ),
  fault(
    'GC122',
    (plan, paid) => {
      plan.pools.push({ ...pool(plan, 'worker'), id: 'extra' });
      line(plan, 'worker-nodes').pools = paid;
    },
    ['worker'],
    ['worker', 'extra'],
  ),
  fault(
    'GC123',
    (plan, isThere) => {
      plan.cluster.storageTB = say(20);
      withoutPart(plan, 'storage', isThere);
    },
    false,
    true,
  ),
  fault('GC124', (plan, isThere) => withoutPart(plan, 'platform', isThere), false, true),
  fault('GC125', (plan, cores) => (line(plan, 'media-nodes').cores = cores), 40, 48),
  fault(
    'GC126',
    (plan, parts) => {
      plan.money.operationsMonthly = say(23_000);
      plan.money.operationsParts = parts;
    },
    [],
    say('three people on call'),
  ),
  fault('GC127', (plan, isThere) => withoutPart(plan, 'cache', isThere), false, true),
];

const network: Fault[] = [
  fault('GC201', (plan, gbps) => (plan.kpis.meetingGbps = say(gbps)), 12, 4),
  fault('GC202', (plan, nodes) => (plan.media.nodes = say(nodes)), 25, 55),
  fault('GC203', (plan, gbps) => (plan.kpis.meetingGbps = say(gbps)), 3, 4),
  fault(
    'GC204',
    (plan, entry: 'load-balancer' | 'node-address') => {
      plan.media.entry = say(entry);
      plan.media.udpPorts = say({ from: 10_000, to: 20_000 });
    },
    'load-balancer',
    'node-address',
  ),
  fault(
    'GC205',
    (plan, ports) => (plan.media.udpPorts = say(ports)),
    { from: 50_000, to: 60_000 },
    { from: 7882, to: 7897 },
  ),
  fault('GC220', (plan, nodes) => (plan.edge.loadBalancerNodes = say(nodes)), 6, 16),
  fault('GC221', (plan, nodes) => (plan.edge.loadBalancerNodes = say(nodes)), 9, 16),
  fault(
    'GC222',
    (plan, tlsEndsAt: 'gateway' | 'load-balancer') => {
      plan.edge.stickyCookies = say(true);
      plan.edge.tlsEndsAt = say(tlsEndsAt);
    },
    'gateway',
    'load-balancer',
  ),
  fault(
    'GC223',
    (plan, policy: Claim<'Local'>[]) => {
      plan.edge.stickyCookies = say(true);
      plan.edge.externalTrafficPolicy = policy;
    },
    [],
    say<'Local'>('Local'),
  ),
  fault('GC224', (plan, algorithm) => (plan.edge.algorithm = algorithm), say('least_connections'), []),
  fault(
    'GC225',
    (plan, tlsEndsAt: 'gateway' | 'load-balancer') => {
      plan.edge.isEncryptedThroughout = say(true);
      plan.edge.tlsEndsAt = say(tlsEndsAt);
    },
    'load-balancer',
    'gateway',
  ),
  fault('GC226', (plan, nodes) => (plan.edge.loadBalancerNodes = say(nodes)), 15, 16),
];

const capacity: Fault[] = [
  fault('GC301', (plan, people) => (plan.media.participantsPerNode = say(people)), 20, 1000),
  fault(
    'GC302',
    (plan, maximum) => scale(plan, 'livekit', { maximum: say(maximum), scaleUpAtParticipants: say(900) }),
    50,
    60,
  ),
  fault(
    'GC303',
    (plan, trigger) => scale(plan, 'livekit', { maximum: say(1000), scaleUpAtParticipants: say(trigger) }),
    400,
    900,
  ),
  fault('GC304', (plan, nodes) => (plan.media.nodes = say(nodes)), 30, 55),
  fault('GC305', (plan, gbps) => (pool(plan, 'media').networkGbps = say(gbps)), 2, 10),
  fault('GC306', (plan, cores) => (pool(plan, 'media').cores = say(cores)), 16, 48),
  fault('GC307', (plan, load) => (plan.demand.requestsPerSecond = load), [], say(8000)),
  fault('GC308', (plan, nodes) => (plan.media.nodes = say(nodes)), 50, 51),
];

const scheduling: Fault[] = [
  fault('GC401', (plan, nodes) => (pool(plan, 'worker').nodes = say(nodes)), 3, 7),
  fault('GC402', (plan, maximum) => scale(plan, 'api-signaling', { maximum: say(maximum) }), 1000, 12),
  fault(
    'GC403',
    (plan, millicores) => (pod(plan, 'livekit').cpuMillicores = say(millicores)),
    48_000,
    47_000,
  ),
  fault('GC404', (plan, nodes) => (pool(plan, 'media').nodes = say(nodes)), 54, 55),
  fault(
    'GC405',
    (plan, isManaged) => {
      plan.pools.push({ ...pool(plan, 'worker'), id: 'masters', role: 'control-plane', nodes: say(3) });
      plan.cluster.hasManagedControlPlane = say(isManaged);
    },
    true,
    false,
  ),
  fault(
    'GC406',
    (plan, name) => {
      plan.workloads = plan.workloads.filter((each) => each.name !== name);
    },
    'api-signaling',
    'a workload of nobody',
  ),
  fault('GC407', (plan, nodes) => (plan.data.nodes = say(nodes)), 0, 2),
];

const limits: Fault[] = [
  fault(
    'GC501',
    (plan, pooler) => {
      plan.data.poolPerReplica = say(500);
      plan.data.poolerConnections = say(pooler);
    },
    5000,
    50_000,
  ),
  fault(
    'GC502',
    (plan, minutes) => {
      plan.limits.webSocketsPerMinutePerSource = say(2000);
      plan.loadTests = [{ ...test500, tool: 'k6', target: 'websocket', virtualUsers: 50_000, minutes }];
    },
    10,
    30,
  ),
  fault('GC503', (plan, people) => (plan.limits.participantsPerMeetingByDefault = say(people)), 10, 500),
  fault('GC504', (plan, connections) => (plan.cache.clientConnections = say(connections)), 50_000, 500),
  fault('GC505', (plan, memory) => (plan.data.serverMemoryGiB = say(memory)), 1, 64),
  fault(
    'GC506',
    (plan, virtualUsers) => (plan.loadTests = [{ ...test500, tool: 'k6-with-webrtc', virtualUsers }]),
    500,
    50_000,
  ),
  fault(
    'GC507',
    (plan, tool: 'k6' | 'k6-with-webrtc') => (plan.loadTests = [{ ...test500, tool, virtualUsers: 50_000 }]),
    'k6',
    'k6-with-webrtc',
  ),
];

const autoscaling: Fault[] = [
  fault('GC601', (plan, minimum) => scale(plan, 'api-signaling', { minimum: say(minimum) }), 2, 11),
  fault(
    'GC602',
    (plan, trigger) => {
      plan.kpis.cpuPercent = say(70);
      scale(plan, 'api-chat', { scaleUpAtCpuPercent: say(trigger) });
    },
    70,
    60,
  ),
  fault(
    'GC603',
    (plan, scaleDownBelowCpuPercent) => scale(plan, 'api-chat', { scaleDownBelowCpuPercent }),
    say(30),
    [],
  ),
  fault(
    'GC604',
    (plan, byItself) => scale(plan, 'livekit', { scalesInByItself: say(byItself) }),
    true,
    false,
  ),
  fault(
    'GC605',
    (plan, owned) => {
      print(plan, 'kubectl scale deployment api-chat --replicas=30 -n gomeet');
      scale(plan, owned, {});
    },
    'api-chat',
    'api-auth',
  ),
  fault('GC606', (plan, everything) => (plan.cluster.everythingIsAutoscaled = say(everything)), true, false),
  fault(
    'GC607',
    (plan, metric) => scale(plan, 'livekit', { metric: say(metric) }),
    'livekit_participants_total',
    'livekit_participant_total',
  ),
];

const configuration: Fault[] = [
  fault(
    'GC701',
    (plan, metric) => (plan.metrics = say(metric)),
    'livekit_participants_total',
    'livekit_participant_total',
  ),
  fault('GC702', (plan, shards) => (plan.data.shards = say(shards)), 4, 1),
  fault(
    'GC703',
    (plan, nodes) => {
      plan.data = { ...plan.data, shards: say(4), nodesPerShard: say(2), nodes: say(nodes) };
    },
    2,
    8,
  ),
  fault(
    'GC704',
    (plan, mode: 'cluster' | 'sentinel') => (plan.cache.mode = say(mode)),
    'cluster',
    'sentinel',
  ),
  fault('GC705', (plan, product) => (plan.cache.product = say(product)), 'Redis', 'Valkey'),
  fault('GC706', (plan, minor) => (plan.cluster.kubernetesMinor = say(minor)), 24, 35),
  fault(
    'GC707',
    (plan, name) => (plan.cluster.storageClasses = say(name)),
    'do-block-storage-optimized',
    'do-block-storage',
  ),
  fault(
    'GC708',
    (plan, library) => (plan.media.clientLibraries = say(library)),
    'simple-peer',
    'livekit-client',
  ),
  fault(
    'GC709',
    (plan, policy: Claim<'least-privilege' | 'same-namespace'>[]) => (plan.cluster.trafficPolicy = policy),
    both<'least-privilege' | 'same-namespace'>('least-privilege', 'same-namespace'),
    say('least-privilege'),
  ),
];

const exec = 'kubectl exec -n gomeet deployment/livekit -- wget -qO- localhost:7880/';
const commands: Fault[] = [
  fault(
    'GC720',
    (plan, column) => print(plan, `psql -c "SELECT query, ${column} FROM pg_stat_statements"`),
    'mean_time',
    'mean_exec_time',
  ),
  fault(
    'GC721',
    (plan, owner) => {
      print(plan, 'kubectl describe certificate -n gomeet');
      plan.edge.certificatesFrom = say(owner);
    },
    'Traefik',
    'cert-manager',
  ),
  fault('GC722', (plan, command) => print(plan, command), 'kubectl delete -f .', 'gomeet rollback'),
  fault('GC723', (plan, before) => print(plan, ...before, 'kubectl apply -f backup/'), [] as string[], [
    'kubectl get all -o yaml > backup/all.yaml',
  ]),
  fault(
    'GC724',
    (plan, command) => print(plan, command),
    'kubectl exec postgres-0 -- psql',
    'psql "$DATABASE_URL"',
  ),
  fault(
    'GC725',
    (plan, order) => print(plan, ...order),
    ['kubectl apply -f secrets.yaml', 'kubectl apply -f namespace.yaml'],
    ['kubectl apply -f namespace.yaml', 'kubectl apply -f secrets.yaml'],
  ),
  fault(
    'GC726',
    (plan, command) => print(plan, 'kubectl scale deployment livekit --replicas=60', command),
    'kubectl exec livekit-0 -n gomeet -- ls',
    exec,
  ),
  fault('GC727', (plan, command) => print(plan, command), exec.replace(/\/$/, '/health'), exec),
];

const disagreements: Fault[] = [
  fault('GC801', (plan, nodes) => (plan.media.nodes = nodes), both(55, 60), both(55, 55)),
  fault(
    'GC802',
    (plan, missing) => {
      const names = plan.workloads
        .filter(({ part }) => part === 'api' || part === 'relay')
        .map(({ name }) => name);
      const rows = [{ component: 'API Services', count: replicas(plan, ...names) - missing, at }];
      plan.sizing = [{ name: 'table', rows }];
    },
    3,
    0,
  ),
  fault('GC803', (plan, nodes) => (plan.data.nodes = nodes), both(2, 3), both(2, 2)),
  fault('GC804', (plan, shape) => (plan.data.nodeShape = shape), both('8/32', '16/64'), both('8/32', '8/32')),
  fault(
    'GC805',
    (plan, manager: Claim<'managed' | 'self-hosted'>[]) => (plan.data.manager = manager),
    both<'managed' | 'self-hosted'>('managed', 'self-hosted'),
    both('managed', 'managed'),
  ),
  fault('GC806', (plan, nodes) => (plan.cache.nodes = nodes), both(6, 12), both(6, 6)),
  fault('GC807', (plan, shape) => (plan.cache.nodeShape = shape), both('4/16', '8/32'), both('4/16', '4/16')),
  fault(
    'GC808',
    (plan, manager: Claim<'managed' | 'self-hosted'>[]) => (plan.cache.manager = manager),
    both<'managed' | 'self-hosted'>('managed', 'self-hosted'),
    both('managed', 'managed'),
  ),
  fault('GC809', (plan, nodes) => (plan.cluster.nodes = nodes), both(20, 3), both(20, 20)),
  fault(
    'GC810',
    (plan, region) => (plan.cluster.region = region),
    both('sgp1', 'nyc1'),
    both('sgp1', 'sgp1'),
  ),
  fault(
    'GC811',
    (plan, domains) => (plan.edge.domains = domains),
    both(['a.io'], ['b.io']),
    both(['a.io', 'b.io'], ['b.io', 'a.io']),
  ),
  fault(
    'GC812',
    (plan, server) => (plan.media.server = server),
    both('LiveKit', 'Pion'),
    both('LiveKit', 'LiveKit'),
  ),
  fault(
    'GC813',
    (plan, gateway) => (plan.edge.gateway = gateway),
    both('Traefik', 'Nginx'),
    both('Traefik', 'Traefik'),
  ),
  fault('GC814', (plan, gateways) => (plan.edge.gateways = gateways), both(18, 6), both(6, 6)),
  fault(
    'GC815',
    (plan, owners) => (plan.edge.certificatesFrom = owners),
    both('Traefik', 'cert-manager'),
    both('cert-manager', 'cert-manager'),
  ),
  fault(
    'GC816',
    (plan, ends: Claim<'gateway' | 'load-balancer'>[]) => (plan.edge.tlsEndsAt = ends),
    both<'gateway' | 'load-balancer'>('gateway', 'load-balancer'),
    both('gateway', 'gateway'),
  ),
  fault('GC817', (plan, storage) => (plan.cluster.storageTB = storage), both(8, 20), both(8, 8)),
  fault(
    'GC818',
    (plan, store: Claim<'volume' | 'object-storage'>[]) => (plan.cluster.recordingStore = store),
    both<'volume' | 'object-storage'>('volume', 'object-storage'),
    both('volume', 'volume'),
  ),
  fault(
    'GC819',
    (plan, names) => (plan.cluster.namespaces = names),
    both(['gomeet'], ['staging']),
    both(['gomeet'], ['gomeet']),
  ),
  fault(
    'GC820',
    (plan, provider) => (plan.cluster.provider = provider),
    both('digitalocean', 'amazon'),
    both('digitalocean', 'digitalocean'),
  ),
  fault('GC821', (plan, maximum) => scale(plan, 'livekit', { maximum }), both(60, 100), both(60, 60)),
  fault('GC822', (plan, target) => (plan.kpis.responseMs = target), both(200, 100), both(200, 200)),
  fault(
    'GC823',
    (plan, cores) => {
      plan.growth = [{ component: 'SFU', fromCores: 8, toCores: 16, at }];
      plan.sizing = [{ name: 'table', rows: [{ component: 'SFU', count: 12, cores, at }] }];
    },
    16,
    8,
  ),
  fault(
    'GC824',
    (plan, roles) => {
      plan.team = { people: say(2), roles: say(roles) };
    },
    ['CTO', 'CFO', 'Product Owner'],
    ['CTO', 'CFO'],
  ),
  fault(
    'GC825',
    (plan, nodes) => {
      const about = found(plan.restatements, (each) => each.about === 'nodes of media');
      about.claims = both(55, nodes);
    },
    5,
    55,
  ),
  fault(
    'GC826',
    (plan, hours) => {
      const about = found(plan.givens, (each) => each.about === 'hours of full load a day');
      about.claims = both(hours, 8);
    },
    0,
    8,
  ),
];

const economics: Fault[] = [
  fault(
    'GC901',
    (plan, high) => {
      plan.money.firstYearReturnPercent = say(200);
      plan.money.breakEvenMonths = say({ low: 1, high });
    },
    2,
    4,
  ),
  fault(
    'GC902',
    (plan, months) => (plan.money.breakEvenMonths = months),
    both({ low: 1, high: 2 }, { low: 0, high: 2 }),
    both({ low: 1, high: 2 }, { low: 1, high: 2 }),
  ),
  fault('GC903', (plan, limit) => (plan.money.costPerParticipantLimit = say(limit)), 1, 100),
  fault(
    'GC904',
    (plan, isThere) => {
      plan.money.costPerParticipantLimit = say(1);
      withoutPart(plan, 'egress', isThere);
    },
    false,
    true,
  ),
  fault(
    'GC905',
    (plan, revenue) => {
      plan.money.setupOnce = say(190_000);
      plan.money.breakEvenMonths = say({ low: 1, high: 2 });
      plan.money.revenueMonthly = revenue;
    },
    [],
    say(1_000_000),
  ),
  fault(
    'GC906',
    (plan, revenue) => {
      plan.money.threeYearProfit = say({ low: 32_000_000, high: 211_000_000 });
      plan.money.revenueMonthly = revenue;
    },
    [],
    say(2_000_000),
  ),
  fault(
    'GC907',
    (plan, count) => {
      const { component, total } = line(plan, 'media-nodes');
      plan.sizing = [{ name: 'table', rows: [{ component, count, at }] }];
      plan.money.infrastructureMonthly = say(total);
    },
    12,
    55,
  ),
];

const faults = [
  ...sums,
  ...prices,
  ...network,
  ...capacity,
  ...scheduling,
  ...limits,
  ...autoscaling,
  ...configuration,
  ...commands,
  ...disagreements,
  ...economics,
];

const reference = ownPlan();
const codesAfter = (change: (plan: AuditedPlan) => void): readonly string[] => {
  const plan = structuredClone(reference);
  change(plan);
  return auditPlan(plan, world).map(({ code }) => code);
};

describe('a fault that is planted in the reference plan', () => {
  test('is there for every code', () => {
    expect(faults.map(({ code }) => code)).toEqual(rules.map(({ code }) => code));
  });

  test.each(faults)('$code is found, and gone when it is mended', ({ code, planted, mended }) => {
    expect(codesAfter(planted)).toContain(code);
    expect(codesAfter(mended)).not.toContain(code);
  });
});

describe('plans of gomeet’s own', () => {
  const events: readonly (readonly [string, object, object])[] = [
    ['the reference', {}, {}],
    ['the reference, self-hosted', {}, { database: 'self-hosted' }],
    ['media nodes in the hours of load alone', {}, { schedule: 'elastic' }],
    ['a mean of 50 meetings', { meetings: [{ count: 50, participants: 500 }], meetingsAre: 'mean' }, {}],
    ['one meeting of ten', { meetings: [{ count: 1, participants: 10 }] }, {}],
    [
      'meetings of three sizes',
      {
        meetings: [
          { count: 20, participants: 500 },
          { count: 100, participants: 50 },
          { count: 1000, participants: 5 },
        ],
      },
      {},
    ],
    ['other targets', {}, { targets: { cpu: 0.85, network: 0.9 }, mediaNodeSize: 'c-16-intel' }],
    ['joins within ten seconds', { joinSeconds: 10 }, {}],
    ['nobody behind a relay', { relayedParticipants: 0, recordedMeetings: 0 }, {}],
  ];

  test.each(events)('%s: nothing is found', (_name, event, choices) => {
    const findings = auditPlan(ownPlan(event, choices), world);
    expect(findings.map(({ code, evidence }) => `${code} ${evidence.text}`)).toEqual([]);
  });
});
