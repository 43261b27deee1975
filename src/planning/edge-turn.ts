import type { Demand } from './demand.ts';
import type { EdgePrior } from './edge-prior.ts';
import { derive, type Quantity } from './quantity.ts';
import type { TotalTraffic } from './traffic.ts';

/** What the people behind TURN send and receive, all of which passes through a TURN server. */
export interface TurnLoad {
  /** Both ways: what a TURN node receives it sends on, so this is what its network card sends. */
  readonly relayed: Quantity<'bit/s'>;
  readonly packets: Quantity<'packet/s'>;
  readonly busyCores: Quantity<'core'>;
  readonly memory: Quantity<'byte'>;
}

export function turnLoadOf(
  { relayedParticipants, participants }: Demand,
  { wireOut, wireIn, packetsOut, packetsIn }: TotalTraffic,
  { perRelayedPacket: perPacket, memoryPerRelay: perPerson }: EdgePrior,
): TurnLoad {
  const relayed = derive(
    { id: 'edge.turn.relayed', title: 'bits that TURN passes on, both ways', unit: 'bit/s' },
    '(wireOut + wireIn) * relayedParticipants / participants',
    { wireOut, wireIn, relayedParticipants, participants },
  );
  const packets = derive(
    { id: 'edge.turn.packets', title: 'packets that TURN passes on, both ways', unit: 'packet/s' },
    '(packetsOut + packetsIn) * relayedParticipants / participants',
    { packetsOut, packetsIn, relayedParticipants, participants },
  );
  return {
    relayed,
    packets,
    busyCores: derive(
      { id: 'edge.turn.busy-cores', title: 'CPU that TURN needs', unit: 'core' },
      'packets * perPacket',
      { packets, perPacket },
    ),
    memory: derive(
      { id: 'edge.turn.memory', title: 'memory that TURN needs', unit: 'byte' },
      'relayedParticipants * perPerson',
      { relayedParticipants, perPerson },
    ),
  };
}
