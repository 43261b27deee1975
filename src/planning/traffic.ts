import { bitsPerByte, bytesPerGB, bytesPerGiB, joinsPerPerson, secondsPerHour } from './constants.ts';
import type { Demand } from './demand.ts';
import type { Event } from './event.ts';
import type { MeetingSize } from './meeting-sizes.ts';
import { type MeetingTraffic, meetingTrafficOf } from './meeting-traffic.ts';
import { computed, derive, type Quantity } from './quantity.ts';
import { revaluer } from './revaluation.ts';

/** Traffic of all meetings together, at the media nodes. */
export interface TotalTraffic {
  readonly payloadOut: Quantity<'bit/s'>;
  readonly packetsOut: Quantity<'packet/s'>;
  readonly wireOut: Quantity<'bit/s'>;
  readonly tracksOut: Quantity<'track'>;
  readonly payloadIn: Quantity<'bit/s'>;
  readonly packetsIn: Quantity<'packet/s'>;
  readonly wireIn: Quantity<'bit/s'>;
  readonly tracksIn: Quantity<'track'>;
}

/** What leaves the media nodes in a month, in the units that bills are written in. */
interface MonthlyEgress {
  readonly bytes: Quantity<'byte/month'>;
  readonly gigabytes: Quantity<'GB/month'>;
  readonly gibibytes: Quantity<'GiB/month'>;
}

export interface Traffic {
  /** Meetings that there is room for. */
  readonly slots: Quantity<'meeting'>;
  /** One entry a size of meeting, the largest first. */
  readonly sizes: readonly MeetingSize[];
  /** The largest meeting, which has to fit on one node, with all that leads to its traffic. */
  readonly largest: MeetingTraffic;
  /** When every slot is taken: what machines are sized for. */
  readonly peak: TotalTraffic;
  /** On average in the hours of load: what bills are made of. The same as `peak` where meetings are a cap. */
  readonly mean: Pick<TotalTraffic, 'payloadOut' | 'wireOut' | 'wireIn'>;
  /** Into the largest meeting, while everybody joins. */
  readonly joins: Quantity<'join/s/meeting'>;
  readonly month: { readonly payload: MonthlyEgress; readonly wire: MonthlyEgress };
}

export function trafficOf(event: Event, demand: Demand): Traffic {
  const largest = meetingTrafficOf(demand.layout, demand.largestMeeting);
  const peakSum = totaller(demand, largest, demand.slots, (size) => size.slots);
  const peak: TotalTraffic = {
    payloadOut: peakSum('payloadOut', line('payload-out', 'payload sent', 'bit/s'), largest.payloadOut),
    packetsOut: peakSum('packetsOut', line('packets-out', 'packets sent', 'packet/s'), largest.packetsOut),
    wireOut: peakSum('wireOut', line('wire-out', 'bits on the wire sent', 'bit/s'), largest.wireOut),
    tracksOut: peakSum('tracksOut', line('tracks-out', 'tracks sent', 'track'), largest.tracksOut),
    payloadIn: peakSum('payloadIn', line('payload-in', 'payload received', 'bit/s'), largest.payloadIn),
    packetsIn: peakSum('packetsIn', line('packets-in', 'packets received', 'packet/s'), largest.packetsIn),
    wireIn: peakSum('wireIn', line('wire-in', 'bits on the wire received', 'bit/s'), largest.wireIn),
    tracksIn: peakSum('tracksIn', line('tracks-in', 'tracks received', 'track'), largest.tracksIn),
  };
  const mean = event.meetingsAre === 'cap' ? peak : meanOf(demand, largest);
  return {
    slots: demand.slots,
    sizes: demand.sizes,
    largest,
    peak,
    mean,
    joins: joinsOf(demand),
    month: {
      payload: monthlyEgress('payload', 'payload', mean.payloadOut, demand.hoursPerMonth),
      wire: monthlyEgress('wire', 'bytes on the wire', mean.wireOut, demand.hoursPerMonth),
    },
  };
}

function joinsOf({ largestMeeting, joinSeconds }: Demand): Quantity<'join/s/meeting'> {
  return derive(
    { id: 'traffic.meeting.joins', title: 'joins a second of the largest meeting', unit: 'join/s/meeting' },
    'largestMeeting * joinsPerPerson / joinSeconds',
    { largestMeeting, joinsPerPerson, joinSeconds },
  );
}

function meanOf(demand: Demand, largest: MeetingTraffic): Traffic['mean'] {
  const meanSum = totaller(demand, largest, demand.meetings, (size) => size.meetings);
  return {
    payloadOut: meanSum(
      'payloadOut',
      line('mean-payload-out', 'payload sent on average', 'bit/s'),
      largest.payloadOut,
    ),
    wireOut: meanSum(
      'wireOut',
      line('mean-wire-out', 'bits on the wire sent on average', 'bit/s'),
      largest.wireOut,
    ),
    wireIn: meanSum(
      'wireIn',
      line('mean-wire-in', 'bits on the wire received on average', 'bit/s'),
      largest.wireIn,
    ),
  };
}

function line<Unit extends string>(id: string, title: string, unit: Unit) {
  return { id: `traffic.${id}`, title: `${title}, all meetings`, unit };
}

type Flow = keyof TotalTraffic;
const FLOWS = [
  'payloadOut',
  'packetsOut',
  'wireOut',
  'tracksOut',
  'payloadIn',
  'packetsIn',
  'wireIn',
  'tracksIn',
] as const satisfies readonly Flow[];

/** Sums a flow over all meetings: one product for one size, and for several the formulas of one meeting run for each size. */
function totaller(
  { sizes }: Demand,
  largest: MeetingTraffic,
  meetings: Quantity<'meeting'>,
  countOf: (size: MeetingSize) => number,
) {
  const totals = sizes.length === 1 ? null : totalsOf(sizes, largest, countOf);
  return <Unit extends string>(
    flow: Flow,
    line: { readonly id: string; readonly title: string; readonly unit: Unit },
    inOne: Quantity<`${Unit}/meeting`>,
  ): Quantity<Unit> => {
    if (totals === null) return derive(line, 'meetings * inOne', { meetings, inOne });
    const words = `sum over ${sizes.length} sizes of meetings * ${inOne.id}, worked out for each size`;
    return computed(line, words, { meetings, largest: inOne }, totals[flow]);
  };
}

function totalsOf(
  sizes: readonly MeetingSize[],
  largest: MeetingTraffic,
  countOf: (size: MeetingSize) => number,
): Readonly<Record<Flow, number>> {
  const flows = Object.fromEntries(FLOWS.map((flow) => [flow, largest[flow]])) as Record<Flow, Quantity>;
  const inMeetingOf = revaluer(largest.participants, flows);
  const totals = Object.fromEntries(FLOWS.map((flow) => [flow, 0])) as Record<Flow, number>;
  for (const size of sizes) {
    const inOne = inMeetingOf(size.participants);
    for (const flow of FLOWS) totals[flow] += countOf(size) * inOne[flow];
  }
  return totals;
}

function monthlyEgress(
  id: string,
  title: string,
  rate: Quantity<'bit/s'>,
  hoursPerMonth: Quantity<'h/month'>,
): MonthlyEgress {
  const bytes = derive(
    { id: `traffic.month.${id}-bytes`, title: `${title} sent in a month`, unit: 'byte/month' },
    'rate * hoursPerMonth * secondsPerHour / bitsPerByte',
    { rate, hoursPerMonth, secondsPerHour, bitsPerByte },
  );
  return {
    bytes,
    gigabytes: derive(
      { id: `traffic.month.${id}-gb`, title: `${title} sent in a month`, unit: 'GB/month' },
      'bytes / bytesPerGB',
      { bytes, bytesPerGB },
    ),
    gibibytes: derive(
      { id: `traffic.month.${id}-gib`, title: `${title} sent in a month`, unit: 'GiB/month' },
      'bytes / bytesPerGiB',
      { bytes, bytesPerGiB },
    ),
  };
}
