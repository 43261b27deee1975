import type { PlanParts } from './build-plan.ts';
import type { Quantity } from './quantity.ts';

/** The headline: names that other programs may rely on, each for a line of the plan. */
export function totalsOf(parts: PlanParts): Readonly<Record<string, Quantity>> {
  const { demand, traffic, media, turn, worker, platform, storage, monitoring } = parts;
  return {
    participants: demand.participants,
    meetings: demand.meetings,
    meetingSlots: demand.slots,
    participantHoursPerMonth: demand.participantHoursPerMonth,
    payloadBitsPerSecond: traffic.peak.payloadOut,
    egressBitsPerSecond: traffic.peak.wireOut,
    packetsOutPerSecond: traffic.peak.packetsOut,
    payloadGiBPerMonth: traffic.month.payload.gibibytes,
    mediaGiBPerMonth: traffic.month.wire.gibibytes,
    egressGiBPerMonth: platform.egress.total,
    mediaNodes: media.capacity.nodes,
    ...(turn === null ? {} : { turnNodes: turn.nodes }),
    workerNodes: worker.nodes,
    loadBalancerNodes: platform.edge.loadBalancerNodes,
    signalingPods: platform.api.signaling.pods,
    joinsPerSecond: platform.load.joins,
    handshakesPerSecond: platform.edge.handshakes,
    postgresQueriesPerSecond: platform.postgres.queries,
    postgresShards: platform.postgres.shards,
    redisCommandsPerSecond: platform.redis.commands,
    monitoringSeries: monitoring.series,
    recordingsGiB: platform.recording.kept,
    objectStorageGiB: storage.objects,
  };
}
