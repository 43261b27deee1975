import { type Demand, demandOf } from '../planning/demand.ts';
import type { Event } from '../planning/event.ts';
import type { MediaCosts } from '../planning/media-costs.ts';
import { meetingNeeds } from '../planning/node-limits.ts';
import { type TotalTraffic, trafficOf } from '../planning/traffic.ts';
import type { Load } from './world.ts';

/** Cores for everybody: the terms of `meetingNeeds`, over the traffic of all meetings. */
function coresOf({ participants }: Demand, peak: TotalTraffic, costs: MediaCosts): number {
  return (
    participants.value * costs.perParticipant.value +
    peak.tracksOut.value * costs.perTrackOut.value +
    peak.tracksIn.value * costs.perTrackIn.value +
    peak.packetsOut.value * costs.perPacketOut.value +
    peak.payloadOut.value * costs.perBitOut.value +
    peak.packetsIn.value * costs.perPacketIn.value
  );
}

/** What an event puts on the media servers, by the planning model. */
export function loadOf(event: Event, costs: MediaCosts): Load {
  const demand = demandOf(event);
  const { largest, peak, month } = trafficOf(event, demand);
  return {
    meetings: demand.slots.value,
    participants: demand.participants.value,
    participantsOfLargestMeeting: demand.largestMeeting.value,
    wireGbps: peak.wireOut.value / 1e9,
    largestMeetingWireGbps: largest.wireOut.value / 1e9,
    coresOfLargestMeeting: meetingNeeds(largest, costs).cpu.value,
    coresOfAllMeetings: coresOf(demand, peak, costs),
    egressGiBPerMonth: month.wire.gibibytes.value,
    hoursPerMonth: demand.hoursPerMonth.value,
    joinSeconds: demand.joinSeconds.value,
  };
}
