import type { Run } from '../../src/results/run.ts';
import { ulid } from '../../src/results/ulid.ts';
import { roomRun, seededRandom } from './room-run.ts';

/** What the room of a made-up run had on its media server, and what that cost. */
export interface MadeUpRoom {
  readonly participants: number;
  readonly tracksOut: number;
  readonly packetsOut: number;
  readonly payloadBitsOut: number;
  readonly packetsIn: number;
  readonly cores: number;
  readonly memoryBytes?: number;
  /** Core-seconds of each join, spent evenly while joining. */
  readonly perJoin?: number;
  /** Cores of other programs, for the first so many seconds of the hold. */
  readonly others?: { readonly cores: number; readonly seconds: number };
  readonly label?: string;
  /** How much longer than usual the machine takes for everything; 1 when left out. */
  readonly slowness?: number;
  readonly publishers?: number;
}

const base = roomRun();
const phases = [
  { name: 'sign-in', startedAt: '2026-11-20T10:00:00.000Z', endedAt: '2026-11-20T10:00:04.000Z' },
  { name: 'join', startedAt: '2026-11-20T10:00:04.000Z', endedAt: '2026-11-20T10:00:08.000Z' },
  { name: 'settle', startedAt: '2026-11-20T10:00:08.000Z', endedAt: '2026-11-20T10:00:14.000Z' },
  { name: 'hold', startedAt: '2026-11-20T10:00:14.000Z', endedAt: '2026-11-20T10:00:34.000Z' },
];
const startMs = Date.parse('2026-11-20T10:00:00.000Z');
const [joinFrom, joinTo, holdFrom, holdTo] = [4, 8, 14, 34];

/** A run of such a room: read once a second, on a machine of two cores of which the generator takes a tenth of one. */
export function calibrationRun(room: MadeUpRoom, changes: Partial<Run> = {}): Run {
  const holdSeconds = holdTo - holdFrom;
  const joining = joinTo - joinFrom;
  const { perJoin = 0, slowness = 1 } = room;
  const generator = 10 * slowness;
  // The media grow evenly while people join, so in each second they take the share that its middle has reached.
  const mediaShare = (second: number): number =>
    Math.min(1, Math.max(0, (second - 0.5 - joinFrom) / joining));
  const isJoining = (second: number): boolean => second > joinFrom && second <= joinTo;
  const server = (second: number): number =>
    100 *
    (slowness * room.cores * mediaShare(second) +
      (isJoining(second) ? (perJoin * room.participants) / joining : 0));
  const others = (second: number): number =>
    second > holdFrom && second <= holdFrom + (room.others?.seconds ?? 0)
      ? 100 * (room.others?.cores ?? 0)
      : 0;
  const series = (
    name: string,
    unit: Run['series'][number]['unit'],
    valueAt: (second: number) => number,
  ) => ({
    name,
    title: name,
    unit,
    points: Array.from({ length: holdTo + 2 }, (_, second): [number, number] => [
      startMs + second * 1000,
      valueAt(second),
    ]),
  });
  const wireBits = room.payloadBitsOut + room.packetsOut * 58 * 8;
  const packets = Math.round(room.packetsOut * holdSeconds);
  return {
    ...base,
    id: ulid(startMs, seededRandom(room.participants * 1000 + Math.round(room.packetsOut))),
    startedAt: '2026-11-20T10:00:00.000Z',
    endedAt: '2026-11-20T10:00:36.000Z',
    parameters: {
      ...base.parameters,
      participants: room.participants,
      publishers: room.publishers ?? 2,
      room: room.label ?? 'Load test',
    },
    phases,
    series: [
      series('cpu.livekit', '%', server),
      series('hostCpuPercent', '%', (second) => (server(second) + others(second) + generator) / 2),
      series('generatorCpuPercent', '%', () => generator),
      series('receiveMbps', 'bit/s', () => wireBits),
      series('mediaServerMemoryBytes', 'bytes', () => room.memoryBytes ?? 60e6),
    ],
    counts: {
      ...base.counts,
      participantsRequested: room.participants,
      participantsJoined: room.participants,
      tracksReceived: room.tracksOut,
      packetsExpected: packets,
      packetsReceived: packets,
      packetsLost: 0,
      packetsSent: Math.round(room.packetsIn * holdSeconds),
    },
    ...changes,
  };
}
