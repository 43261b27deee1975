import { demandOf } from '../planning/demand.ts';
import type { Event } from '../planning/event.ts';
import type { MediaCosts } from '../planning/media-costs.ts';
import { trafficOf } from '../planning/traffic.ts';
import type { Load } from './world.ts';

type PacketCosts = Pick<MediaCosts, 'perPacketOut' | 'perBitOut' | 'perPacketIn'>;

interface Flow {
  readonly packetsOut: { readonly value: number };
  readonly payloadOut: { readonly value: number };
  readonly packetsIn: { readonly value: number };
}

/** Cores that a media server uses for a flow: so much for each packet out, each bit out and each packet in. */
const coresOf = (flow: Flow, { perPacketOut, perBitOut, perPacketIn }: PacketCosts): number =>
  flow.packetsOut.value * perPacketOut.value +
  flow.payloadOut.value * perBitOut.value +
  flow.packetsIn.value * perPacketIn.value;

/** What an event puts on the media servers, by the planning model. */
export function loadOf(event: Event, costs: PacketCosts): Load {
  const demand = demandOf(event);
  const { largest, peak, month } = trafficOf(event, demand);
  return {
    meetings: demand.slots.value,
    participants: demand.participants.value,
    participantsOfLargestMeeting: demand.largestMeeting.value,
    wireGbps: peak.wireOut.value / 1e9,
    largestMeetingWireGbps: largest.wireOut.value / 1e9,
    coresOfLargestMeeting: coresOf(largest, costs),
    coresOfAllMeetings: coresOf(peak, costs),
    egressGiBPerMonth: month.wire.gibibytes.value,
    hoursPerMonth: demand.hoursPerMonth.value,
    joinSeconds: demand.joinSeconds.value,
  };
}
