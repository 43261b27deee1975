import type { Finding, Table } from '../../results/run.ts';
import type { GeneratorResult } from '../generator-result.ts';

type Room = GeneratorResult['rooms'][number];

const lossPercent = ({ packetsLost, packetsExpected }: Room): number =>
  packetsExpected === 0 ? 0 : (100 * packetsLost) / packetsExpected;

/** From worst to best: first who misses people, then who misses tracks, then by loss. */
function fromWorst(rooms: readonly Room[]): readonly Room[] {
  return [...rooms].sort(
    (a, b) => receivingShare(a) - receivingShare(b) || lossPercent(b) - lossPercent(a) || a.room - b.room,
  );
}

const receivingShare = (room: Room): number =>
  room.participantsReceiving / Math.max(1, room.participantsRequested);

/** Every room with what it received: an average over rooms hides the one that had nothing. */
export function roomTable(rooms: readonly Room[]): Table {
  return {
    id: 'rooms',
    title: 'Rooms, the worst first',
    columns: [
      { title: 'Room', unit: null },
      { title: 'Joined', unit: 'count' },
      { title: 'Received everything', unit: 'count' },
      { title: 'Tracks whole', unit: null },
      { title: 'Packet loss', unit: '%' },
      { title: 'Freezes', unit: 'count' },
      { title: 'Sent to the room', unit: 'bit/s' },
    ],
    rows: fromWorst(rooms).map((room) => [
      room.name,
      room.participantsJoined,
      room.participantsReceiving,
      `${room.tracksReceived} of ${room.tracksExpected}`,
      lossPercent(room),
      room.freezes,
      room.outBitsPerSecond,
    ]),
  };
}

/** How far rooms lie apart: one room that is much worse points to one of its participants, all alike to the platform. */
export function roomSpread(rooms: readonly Room[]): readonly Finding[] {
  const [worst] = fromWorst(rooms);
  if (worst === undefined || rooms.length < 2) return [];
  const whole = rooms.filter((room) => room.participantsReceiving === room.participantsRequested).length;
  const isWhole = whole === rooms.length;
  return [
    {
      code: 'room-spread',
      severity: isWhole ? 'info' : 'warning',
      title: isWhole
        ? `All ${rooms.length} rooms received everything`
        : `${rooms.length - whole} of ${rooms.length} rooms did not receive everything`,
      evidence:
        `The worst is "${worst.name}": ${worst.participantsReceiving} of ${worst.participantsRequested} received everything, ` +
        `${lossPercent(worst).toFixed(2)} % of its packets were lost, ${worst.freezes} freezes.`,
      advice: isWhole
        ? 'Add rooms, or search the knee: gomeet loadtest capacity.'
        : 'The list of participants who did not receive everything says what they lacked.',
    },
  ];
}
