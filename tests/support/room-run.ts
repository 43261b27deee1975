import type { Evidence } from '../../src/results/evidence.ts';
import { Histogram } from '../../src/results/histogram.ts';
import type { KpiId } from '../../src/results/kpi.ts';
import type { Run, Series } from '../../src/results/run.ts';
import { ulid } from '../../src/results/ulid.ts';
import type { Gate } from '../../src/results/verdict.ts';
import { judgeKpi, judgeRun } from '../../src/results/verdict.ts';
import type { Unit } from '../../src/units.ts';

const START_MS = Date.parse('2026-11-20T14:03:07.000Z');
const PHASE_SECONDS = [
  ['sign-in', 25],
  ['join', 10],
  ['settle', 5],
  ['hold', 30],
  ['leave', 3],
] as const;
const RUN_SECONDS = PHASE_SECONDS.reduce((total, [, seconds]) => total + seconds, 0);

/** Numbers in [0, 1) that are the same in every run (mulberry32), so that a report of the fixture never changes. */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Latencies with a long tail, as networks make them: log-normal around `medianMs`. */
function latencies(seed: number, samples: number, medianMs: number, spread: number): Histogram {
  const random = seededRandom(seed);
  const histogram = new Histogram();
  for (let i = 0; i < samples; i += 1) {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    histogram.add(Math.round(1000 * medianMs * Math.exp(spread * normal)));
  }
  return histogram;
}

function iso(second: number): string {
  return new Date(START_MS + second * 1000).toISOString();
}

function phases(): Run['phases'] {
  let second = 0;
  return PHASE_SECONDS.map(([name, seconds]) => {
    const phase = { name, startedAt: iso(second), endedAt: iso(second + seconds) };
    second += seconds;
    return phase;
  });
}

/** Share of full load at a second of the run: nothing while signing in, rising while joining, falling at the end. */
function load(second: number): number {
  if (second <= 25) return 0;
  if (second >= 71) return 0.3;
  return Math.min(1, (second - 25) / 10);
}

function series(name: string, title: string, unit: Unit, valueAt: (second: number) => number): Series {
  const points = Array.from(
    { length: RUN_SECONDS },
    (_, second) => [START_MS + second * 1000, Number(valueAt(second).toPrecision(5))] as [number, number],
  );
  return { name, title, unit, points };
}

function allSeries(): Series[] {
  const random = seededRandom(7);
  const noise = (width: number): number => (random() - 0.5) * width;
  return [
    series('joined', 'Participants in the room', 'count', (s) => Math.round(500 * load(s))),
    series('packetsPerSecond', 'Packets received', 'packets/s', (s) =>
      Math.round(load(s) ** 2 * (40_120 + noise(700))),
    ),
    series('receiveMbps', 'Bandwidth of the room', 'bit/s', (s) =>
      Math.round(load(s) ** 2 * (301e6 + noise(6e6))),
    ),
    series('videoLatencyP95Ms', 'Video latency, p95', 'ms', (s) =>
      load(s) === 0 ? 0 : 14 + 6 * load(s) + noise(4),
    ),
    series('hostCpuPercent', 'CPU of the host', '%', (s) =>
      s < 26 ? 61 + noise(9) : 18 + 34 * load(s) + noise(5),
    ),
    series('hostMemoryPercent', 'Memory of the host', '%', (s) => 9.6 + 4.1 * load(s)),
    series('generatorCpuPercent', 'CPU of the generator', '%', (s) => 1.5 + 20 * load(s) + noise(2)),
  ];
}

const GATES: readonly Gate[] = [
  {
    id: 'generator-cpu',
    title: 'The generator left CPU idle',
    passed: true,
    found: '21.4 % of its share',
    needed: 'at most 80 %',
  },
  {
    id: 'socket-overflow',
    title: 'No socket of the generator overflowed',
    passed: true,
    found: '0 packets',
    needed: '0 packets',
  },
  {
    id: 'send-lateness',
    title: 'Packets were sent on time',
    passed: true,
    found: 'p99 1.9 ms late',
    needed: 'at most 10 ms',
  },
  {
    id: 'clock',
    title: 'Sender and receiver share a clock',
    passed: true,
    found: 'same host, error 0 ms',
    needed: 'at most 30 ms',
  },
];

function histograms(): Record<string, Histogram> {
  return {
    timeToJoinUs: latencies(1, 500, 214, 0.35),
    timeToFirstFrameUs: latencies(2, 500, 455, 0.4),
    videoLatencyUs: latencies(3, 60_000, 8.1, 0.5),
    audioLatencyUs: latencies(4, 40_000, 4.6, 0.55),
    jitterUs: latencies(5, 30_000, 1.8, 0.6),
    apiRequestUs: latencies(6, 1_501, 41, 0.7),
  };
}

function kpiEvidence(
  all: Record<string, Histogram>,
  bandwidth: Series | undefined,
): readonly (readonly [KpiId, Evidence])[] {
  const percentile = (name: string): Evidence => ({
    kind: 'histogram',
    histogram: all[name] ?? new Histogram(),
  });
  const held = (values: readonly number[]): Evidence => ({ kind: 'gauge', values: values.slice(40, 70) });
  const valuesOf = (each: Series | undefined): number[] => each?.points.map(([, value]) => value) ?? [];
  const [cpu, memory] = ['hostCpuPercent', 'hostMemoryPercent'].map((name) =>
    allSeries().find((each) => each.name === name),
  );
  return [
    ['participants-joined', { kind: 'share', part: 500, whole: 500 }],
    ['packets-delivered', { kind: 'share', part: 500, whole: 500 }],
    ['packet-loss', { kind: 'share', part: 14, whole: 1_203_600 }],
    ['frames-whole', { kind: 'share', part: 37_492, whole: 37_500 }],
    ['time-to-join-p95', percentile('timeToJoinUs')],
    ['time-to-first-frame-p95', percentile('timeToFirstFrameUs')],
    ['video-latency-p95', percentile('videoLatencyUs')],
    ['audio-latency-p95', percentile('audioLatencyUs')],
    ['jitter-p95', percentile('jitterUs')],
    ['api-response-time-p95', percentile('apiRequestUs')],
    [
      'database-query-time-p95',
      {
        kind: 'buckets',
        unit: 's',
        buckets: [
          { upperBound: 0.001, cumulativeCount: 2_104 },
          { upperBound: 0.005, cumulativeCount: 3_650 },
          { upperBound: 0.01, cumulativeCount: 3_988 },
          { upperBound: 0.1, cumulativeCount: 4_006 },
          { upperBound: Number.POSITIVE_INFINITY, cumulativeCount: 4_006 },
        ],
      },
    ],
    ['sfu-bandwidth-per-room', held(valuesOf(bandwidth))],
    ['cpu-utilization', held(valuesOf(cpu))],
    ['memory-utilization', held(valuesOf(memory))],
    ['redis-memory', { kind: 'gauge', values: Array.from({ length: 30 }, () => 1.7) }],
  ];
}

const COUNTS = {
  participantsRequested: 500,
  participantsJoined: 500,
  participantsReceiving: 500,
  rooms: 1,
  tracksExpected: 1_497,
  tracksReceived: 1_497,
  packetsExpected: 1_203_600,
  packetsReceived: 1_203_586,
  packetsLost: 14,
  packetsLostByGenerator: 0,
  packetsLostJoining: 212,
  packetsDecrypted: 61_480,
  framesChecked: 37_500,
  framesBroken: 8,
  refusals: 3,
  apiRequests: 1_501,
  apiErrors: 0,
  websocketsOpened: 500,
  freezes: 2,
  nacks: 31,
  plis: 1_004,
};

const FINDINGS: Run['findings'] = [
  {
    code: 'sign-in-cpu',
    severity: 'info',
    title: 'Signing in costs more CPU than the meeting',
    evidence:
      'Both cores were 61 % busy while 500 people signed in; in the hold phase 52 %. Password hashing (argon2id) is made to be slow.',
    advice:
      'Let people sign in before the meeting begins, or add one API worker for each 20 sign-ins a second.',
  },
];

const LIMITS: Run['limits'] = [
  {
    id: 'cpu',
    title: 'CPU of this machine',
    unit: '%',
    used: 52,
    available: 100,
    consequence:
      'Four cameras (55,000 packets/s) is the most that held here. Ten cameras would need about 137,000 packets/s and 180 % of both cores.',
    provenance: 'extrapolated',
  },
  {
    id: 'open-files',
    title: 'Open files of one process',
    unit: 'count',
    used: 2_061,
    available: 20_000,
    consequence:
      'About 4,800 participants in one generator process; 50,000 people need eleven processes or machines.',
    provenance: 'extrapolated',
  },
];

const GENERATOR: Run['generator'] = [
  { id: 'cpuSecondsPerMillionPackets', title: 'CPU per million packets', unit: 's', value: 5.1, limit: null },
  {
    id: 'memoryBytesPerSubscriber',
    title: 'Memory per participant',
    unit: 'bytes',
    value: 61_440,
    limit: null,
  },
  { id: 'cpuPercentHold', title: 'CPU in the hold phase', unit: '%', value: 21.4, limit: 80 },
  { id: 'socketOverflows', title: 'Packets dropped by a full socket', unit: 'count', value: 0, limit: 0 },
  { id: 'sendLatenessP99Ms', title: 'Lateness of sent packets, p99', unit: 'ms', value: 1.9, limit: 10 },
  { id: 'maxOpenFiles', title: 'Open files, at most', unit: 'count', value: 2_061, limit: 20_000 },
];

/** A run of a room of 500 on a machine of two cores, with the figures that such a machine gives; every target is met. */
export function roomRun(changes: Partial<Run> = {}): Run {
  const all = histograms();
  const measured = allSeries();
  const bandwidth = measured.find(({ name }) => name === 'receiveMbps');
  const kpis = changes.kpis ?? kpiEvidence(all, bandwidth).map(([id, evidence]) => judgeKpi(id, evidence));
  const gates = changes.gates ?? [...GATES];
  const partial = changes.partial ?? false;
  return {
    schema: 'gomeet.run/v1',
    id: ulid(START_MS, seededRandom(99)),
    kind: 'loadtest room',
    command: 'gomeet loadtest room --participants 500 --publishers 2 --layout grid-25',
    target: 'local',
    startedAt: iso(0),
    endedAt: iso(RUN_SECONDS),
    partial,
    partialReason: null,
    environment: {
      gomeet: { version: '0.1.0', revision: '1e5e0760c2b94f6f8d7e21c5', dirty: false },
      host: {
        system: 'Linux 6.1.0-28-amd64 (Debian 12)',
        cpuModel: 'Intel Xeon Platinum 8370C @ 2.80 GHz',
        cpus: 2,
        memoryBytes: 25_200_000_000,
        openFilesMax: 20_000,
      },
      programs: {
        'livekit-server': '1.13.5',
        PostgreSQL: '15.14',
        Redis: '7.0.15',
        k6: '2.1.0',
        Node: '24.21.0',
      },
    },
    parameters: {
      participants: 500,
      publishers: 2,
      microphones: 1,
      layout: 'grid-25',
      joinRatePerSecond: 50,
      holdSeconds: 30,
    },
    phases: phases(),
    series: measured,
    histograms: Object.fromEntries(
      Object.entries(all).map(([name, histogram]) => [name, histogram.toJson()]),
    ),
    counts: COUNTS,
    kpis,
    gates,
    findings: FINDINGS,
    limits: LIMITS,
    generator: GENERATOR,
    refusals: [{ where: 'login', status: 429, count: 3 }],
    errors: [],
    shortfalls: [],
    method: [
      'Participants arrive by an open model: join number i is due at i/50 seconds, whether the platform keeps up or not.',
      'Video latency is the kernel’s time of arrival minus the absolute capture time in the packet; both are clocks of one host.',
      'A track counts as received when at least 99 % of the packets sent on the asked layer arrived; a sample of 5 % was decrypted and its frames compared with the clip.',
    ],
    ...changes,
    verdict: changes.verdict ?? judgeRun({ kpis, gates, partial }),
  };
}
