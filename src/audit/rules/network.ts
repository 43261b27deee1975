import type { AuditedPlan } from '../audited-plan.ts';
import { citesOf, distinct } from '../claim.ts';
import { eventOf } from '../event-of.ts';
import { EPHEMERAL_PORTS, LIVEKIT_PRESETS, SERVICE_PORTS } from '../facts.ts';
import { first, mediaPool, networkTargetOf } from '../pools.ts';
import type { Rule } from '../rule.ts';
import { counted, number } from '../say.ts';
import type { ProviderFacts } from '../world.ts';

/** Network limits of a shape, lowest first: the usual machine's, then what the faster ones have. */
function limitsOf(plan: AuditedPlan, { sizes }: ProviderFacts): readonly number[] {
  const pool = mediaPool(plan);
  if (pool === undefined) return [];
  const said = pool.networkGbps.map(({ is }) => is);
  if (said.length > 0) return said;
  const [cores, memoryGiB] = [first(pool.cores), first(pool.memoryGiB)];
  return sizes
    .filter((size) => size.cores === cores && size.memoryGiB === memoryGiB)
    .flatMap(({ networkGbps }) => networkGbps ?? [])
    .sort((a, b) => a - b);
}

/** Traffic against network cards, and the way that media take. */
export const networkRules: readonly Rule[] = [
  {
    code: 'GC201',
    severity: 'critical',
    title: 'A meeting may send more than the network card of its node can',
    why: 'A room of a LiveKit server lives on one node, so one card carries all of it.',
    advice:
      'Choose a size with a faster card (the Premium ones have 10 Gbit/s), or bound the meeting below the card.',
    check: (plan, { provider }) => {
      const [slowest] = limitsOf(plan, provider);
      if (slowest === undefined) return [];
      return plan.kpis.meetingGbps.map(({ is, at }) => ({
        text: (limit) =>
          `The target allows ${number(limit)} Gbit/s for one meeting; the usual machine of the planned shape has a card of ${number(slowest)} Gbit/s.`,
        formula: 'meetingGbps',
        inputs: { meetingGbps: is },
        unit: 'Gbit/s',
        comparison: '>',
        against: slowest,
        cites: [at, ...citesOf(mediaPool(plan)?.cores ?? [])],
      }));
    },
  },
  {
    code: 'GC202',
    severity: 'critical',
    title: 'The media nodes together cannot send what the participants receive',
    why: 'The traffic of all meetings is shared by the network cards of the media nodes.',
    advice: 'Take as many nodes with the faster card as gomeet plan finds.',
    check: (plan, { provider, load }) => {
      const fastest = limitsOf(plan, provider).at(-1);
      if (fastest === undefined) return [];
      const { wireGbps } = load(eventOf(plan));
      return distinct(plan.media.nodes).map(({ is, cites }) => ({
        text: (share) =>
          `${number(wireGbps)} Gbit/s on ${counted(is, 'node')} are ${number(share)} Gbit/s each; ${number(networkTargetOf(plan) * 100)} % of the fastest card of this shape are ${number(fastest * networkTargetOf(plan))}.`,
        formula: 'wireGbps / nodes',
        inputs: { wireGbps, nodes: is },
        unit: 'Gbit/s',
        comparison: '>',
        against: fastest * networkTargetOf(plan),
        cites,
      }));
    },
  },
  {
    code: 'GC203',
    severity: 'minor',
    title: 'The target for a meeting’s traffic is missed with LiveKit’s own presets',
    why: 'A target that says nothing of tiles and bitrates is met or missed by the layout alone.',
    advice: 'Set the bitrates in the client, and state the target for that layout.',
    check: (plan, { load }) => {
      const event = eventOf(plan);
      const { largestMeetingWireGbps } = load({ ...event, layout: { ...event.layout, ...LIVEKIT_PRESETS } });
      return plan.kpis.meetingGbps.map(({ is, at }) => ({
        text: (gbps) =>
          `With LiveKit’s presets the largest meeting sends ${number(gbps)} Gbit/s on the wire; the target is ${number(is)}.`,
        formula: 'meetingGbps',
        inputs: { meetingGbps: largestMeetingWireGbps },
        unit: 'Gbit/s',
        comparison: '>',
        against: is,
        cites: [at],
      }));
    },
  },
  {
    code: 'GC204',
    severity: 'critical',
    title: 'Media are to come through the load balancer',
    why: 'The name of the media server points to the load balancer, whose Service may open 250 ports: it forwards no range of UDP ports.',
    advice:
      'Run the media servers on the host network with public addresses, and open their UDP ports in the firewall.',
    check: ({ media }) =>
      media.entry
        .filter(({ is }) => is === 'load-balancer')
        .flatMap((entry) =>
          media.udpPorts.map(({ is: { from, to }, at }) => ({
            text: (ports: number) => `UDP ${from} to ${to} are ${counted(ports, 'port')}.`,
            formula: 'to - from + 1',
            inputs: { from, to },
            unit: 'ports',
            comparison: '>' as const,
            against: SERVICE_PORTS,
            cites: [entry.at, at],
          })),
        ),
  },
  {
    code: 'GC205',
    severity: 'minor',
    title: 'The media ports overlap those that the system hands out',
    why: 'On the host network an outgoing connection may hold a port that the media server wants.',
    advice: 'Take UDP ports below 32768, such as 7882 to 7897.',
    check: ({ media }) =>
      media.udpPorts.map(({ is: { from, to }, at }) => ({
        text: (ports) => `${counted(ports, 'port')} of ${from} to ${to} are also ephemeral ports.`,
        formula: 'min(to, lastEphemeral) - max(from, firstEphemeral) + 1',
        inputs: { from, to, firstEphemeral: EPHEMERAL_PORTS.from, lastEphemeral: EPHEMERAL_PORTS.to },
        unit: 'ports',
        comparison: '>',
        against: 0,
        cites: [at],
      })),
  },
];
