import { describe, expect, test } from 'vitest';
import { demandOf } from './demand.ts';
import { eventSchema } from './event.ts';
import { mediaPrior } from './media-prior.ts';
import { trafficOf } from './traffic.ts';

function traffic(input: unknown) {
  const event = eventSchema.parse(input);
  return trafficOf(event, demandOf(event));
}

/** Voices of the LiveKit client: 48 kbit/s, twice because of RED. */
const LIVEKIT_DEFAULTS = { smallTileKbps: 160, largeTileKbps: 1700, voiceKbps: 96 };
const NO_VIDEO = { smallTiles: 0, largeTiles: 0 };

interface Row {
  readonly profile: string;
  readonly layout: object;
  readonly mbps: number;
  readonly payloadGbps: number;
  readonly wireGbps: number;
  readonly cpuOn: number;
  readonly cpuOff: number;
  readonly petabytes: number;
  readonly dollars: number;
  readonly perHour: number;
}
const row = (profile: string, layout: object, ...figures: number[]): Row => {
  const [
    mbps = 0,
    payloadGbps = 0,
    wireGbps = 0,
    cpuOn = 0,
    cpuOff = 0,
    petabytes = 0,
    dollars = 0,
    perHour = 0,
  ] = figures;
  return { profile, layout, mbps, payloadGbps, wireGbps, cpuOn, cpuOff, petabytes, dollars, perHour };
};

/** Seven layouts of a meeting of 500, worked out by hand beforehand: Mbit/s, Gbit/s payload and wire, % of 16 cores, PB, $, $/hour. */
const TABLE: readonly Row[] = [
  row('reference 25+1', {}, 5.35, 2.67, 2.94, 82, 117, 21.2, 197_162, 0.0224),
  row('LiveKit defaults 25+1', LIVEKIT_DEFAULTS, 5.99, 2.99, 3.27, 87, 121, 23.7, 220_840, 0.0251),
  row('49 tiles', { ...LIVEKIT_DEFAULTS, smallTiles: 49 }, 9.83, 4.91, 5.38, 141, 175, 38.9, 362_460, 0.0412),
  // Printed as 1.87 and 51, a digit more than its own assumptions give: 500 × (9 × 34 + 193.2 + 150) = 324,591 packets/s of 58 B are
  // 0.15 Gbit/s, and 81.2 × 0.3246 + 10.9 × 1.714 + 292 × 0.0185 = 50.4.
  row('9 tiles', { ...LIVEKIT_DEFAULTS, smallTiles: 9 }, 3.43, 1.71, 1.86, 50, 85, 13.6, 126_426, 0.0144),
  row('speaker only', { ...LIVEKIT_DEFAULTS, smallTiles: 0 }, 1.99, 0.99, 1.07, 30, 65, 7.9, 73_318, 0.0083),
  row('360p lecture', { smallTiles: 0, largeTileKbps: 450 }, 0.55, 0.27, 0.32, 17, 51, 2.2, 20_137, 0.0023),
  row('audio only', NO_VIDEO, 0.1, 0.05, 0.08, 12, 47, 0.38, 3541, 0.0004),
];

/** Printed figures were rounded, some of them up and some down at the half: half a unit of the last digit, and a little. */
function expectRounded(value: number, printed: number): void {
  const decimals = `${printed}`.split('.')[1]?.length ?? 0;
  expect(Math.abs(value - printed)).toBeLessThanOrEqual(0.505 * 10 ** -decimals);
}

describe.each(TABLE)('$profile', (expected) => {
  const { largest, month } = traffic({ layout: expected.layout });

  test('each person, the meeting, the month and its egress at $0.01 a GiB', () => {
    expectRounded(largest.person.payload.value / 1e6, expected.mbps);
    expectRounded(largest.payloadOut.value / 1e9, expected.payloadGbps);
    expectRounded(largest.wireOut.value / 1e9, expected.wireGbps);
    expectRounded(month.payload.bytes.value / 1e15, expected.petabytes);
    const dollars = month.payload.gibibytes.value * 0.01;
    expectRounded(dollars, expected.dollars);
    expectRounded(dollars / 8.8e6, expected.perHour);
  });

  test('CPU by the prior, with the packets that the table has come in: 37 or 274 a second from each of 500', () => {
    const { perPacketOut, perBitOut, perPacketIn } = mediaPrior();
    const out = largest.packetsOut.value * perPacketOut.value + largest.payloadOut.value * perBitOut.value;
    const percent = (packetsIn: number): number => ((out + packetsIn * perPacketIn.value) / 16) * 100;
    expectRounded(percent(500 * 37), expected.cpuOn);
    expectRounded(percent(500 * 274), expected.cpuOff);
  });
});

describe('the reference event', () => {
  const { largest, peak, month } = traffic({});

  test('sends 5.346 Mbit/s to each, 267.3 Gbit/s in all, 19.72 million GiB a month', () => {
    expect(largest.person.payload.value).toBe(5_346_000);
    expect(peak.payloadOut.value).toBeCloseTo(267.3e9, 0);
    expect(month.payload.gibibytes.value / 1e6).toBeCloseTo(19.716, 3);
    expect(month.payload.gigabytes.value / 1e6).toBeCloseTo(21.17, 3);
    expect(month.wire.gibibytes.value * 0.01).toBeCloseTo(217_192, 0);
  });

  test('receives what somebody watches: 500 small layers, two large ones, three voices', () => {
    // 500 × 34 + 2 × 1.5 Mbit/s / 8 / 1,100 + 3 × 50 = 17,490.9
    expect(largest.packetsIn.value).toBeCloseTo(17_490.9, 1);
    expect(largest.payloadIn.value).toBe(500 * 150_000 + 2 * 1_500_000 + 3 * 32_000);
    expect(largest.tracksOut.value).toBe(500 * 29);
  });

  test('receives all three layers of each camera without dynacast', () => {
    const off = traffic({ dynacast: false }).largest;
    // 500 × (34 + 60 + 170.45) + 150
    expect(off.packetsIn.value).toBeCloseTo(132_377.3, 1);
    expect(off.payloadOut.value).toBe(largest.payloadOut.value);
  });

  test('takes 0.85 of the bits of video in VP9 and 0.7 in AV1; voices stay', () => {
    expect(traffic({ codec: 'vp9' }).largest.person.payload.value).toBeCloseTo(5.25e6 * 0.85 + 96_000, 3);
    expect(traffic({ codec: 'av1' }).largest.person.payload.value).toBeCloseTo(5.25e6 * 0.7 + 96_000, 3);
  });
});

describe('a meeting smaller than its layout', () => {
  const of = (participants: number, more: object = {}) =>
    traffic({ meetings: [{ count: 1, participants }], ...more }).largest;

  test('five people see four tiles, one of them large', () => {
    const { smallTiles, largeTiles, voices } = of(5).person;
    expect([smallTiles.value, largeTiles.value, voices.value]).toEqual([3, 1, 3]);
  });

  test('two people see one another large, and the server sends on what it receives', () => {
    const two = of(2);
    expect(two.payloadOut.value).toBe(2 * (1_500_000 + 32_000));
    expect(two.payloadIn.value).toBe(two.payloadOut.value);
  });

  test('one alone is sent nothing', () => {
    expect(of(1).wireOut.value).toBe(0);
  });

  test('half of the cameras off: each sees half of the others', () => {
    expect(of(11, { cameras: 0.5 }).person.smallTiles.value).toBe(4);
  });
});

test('500 open but silent microphones: 624,000 packets a second, 51 % of 16 cores', () => {
  const silent = traffic({
    layout: { ...NO_VIDEO, voices: 0, silentMicrophones: 1 },
    cameras: 0,
  }).largest;
  expect(silent.packetsOut.value).toBe(499 * 500 * 2.5);
  expect(Math.round(((silent.packetsOut.value * mediaPrior().perPacketOut.value) / 16) * 100)).toBe(51);
});

describe('several sizes of meeting', () => {
  const meetings = [
    { count: 3, participants: 500 },
    { count: 200, participants: 4 },
    { count: 17, participants: 60 },
  ];
  test('sum what each size has alone', () => {
    const { peak, month } = traffic({ meetings });
    const alone = meetings.map((meeting) => traffic({ meetings: [meeting] }));
    for (const flow of Object.keys(peak) as (keyof typeof peak)[]) {
      const sum = alone.reduce((total, each) => total + each.peak[flow].value, 0);
      expect(Math.abs(peak[flow].value / sum - 1), flow).toBeLessThan(1e-12);
    }
    const bytes = alone.reduce((total, each) => total + each.month.wire.bytes.value, 0);
    expect(Math.abs(month.wire.bytes.value / bytes - 1)).toBeLessThan(1e-12);
  });

  test('as a mean: machines for the slots, the bill for the mean', () => {
    const cap = traffic({ meetings });
    const mean = traffic({ meetings, meetingsAre: 'mean' });
    expect(mean.peak.wireOut.value).toBeGreaterThan(cap.peak.wireOut.value);
    expect(mean.mean.wireOut.value).toBe(cap.peak.wireOut.value);
    expect(mean.month.payload.bytes.value).toBe(cap.month.payload.bytes.value);
  });
});
