import type { ApiLoad } from './api-load.ts';
import { bitsPerByte, bytesPerGiB, secondsPerHour } from './constants.ts';
import type { Demand } from './demand.ts';
import { between, estimate, prior } from './prior-quantity.ts';
import { derive, type Quantity } from './quantity.ts';
import type { Traffic } from './traffic.ts';

/** What leaves the platform for people's machines in a month, all of which is charged. */
export interface Egress {
  readonly media: Quantity<'GiB/month'>;
  readonly turn: Quantity<'GiB/month'>;
  readonly api: Quantity<'GiB/month'>;
  readonly recordings: Quantity<'GiB/month'>;
  readonly total: Quantity<'GiB/month'>;
}

export const EGRESS_PRIOR = {
  bytesPerMessage: prior(
    'edge.bytes-per-message',
    'bytes on the wire of a message to a listener',
    'byte/message',
    between(200, 350, 600),
    estimate('a line of 100 letters in JSON, TLS, TCP and IP'),
  ),
  bytesPerJoin: prior(
    'edge.bytes-per-join',
    'bytes of the web app and of answers for a join',
    'byte/join',
    between(50e3, 300e3, 1.5e6),
    estimate('most browsers have kept the web app'),
  ),
} as const;

/**
 * A person behind TURN is paid for twice: the media node sends to TURN's public address and TURN sends on; and TURN sends to the
 * media node what that person sends. Providers charge traffic between public addresses of their own machines as any other.
 */
export function egressOf(
  demand: Demand,
  traffic: Traffic,
  load: ApiLoad,
  joinsPerMonth: Quantity<'join/month'>,
  recordings: Quantity<'GiB/month'>,
  { bytesPerMessage, bytesPerJoin }: typeof EGRESS_PRIOR,
): Egress {
  const { hoursPerMonth, relayedParticipants, participants } = demand;
  const { wireOut, wireIn } = traffic.mean;
  const media = traffic.month.wire.gibibytes;
  const turn = derive(
    { id: 'traffic.month.turn-gib', title: 'sent by TURN in a month', unit: 'GiB/month' },
    '(wireOut + wireIn) * relayed / participants * hoursPerMonth * secondsPerHour / bitsPerByte / bytesPerGiB',
    {
      wireOut,
      wireIn,
      relayed: relayedParticipants,
      participants,
      hoursPerMonth,
      secondsPerHour,
      bitsPerByte,
      bytesPerGiB,
    },
  );
  const api = derive(
    { id: 'traffic.month.api-gib', title: 'sent by API and web app in a month', unit: 'GiB/month' },
    '((deliveries + chatLines) * perMessage * hoursPerMonth * secondsPerHour + joins * perJoin) / bytesPerGiB',
    {
      deliveries: load.chatDeliveries,
      chatLines: load.chatLines,
      perMessage: bytesPerMessage,
      hoursPerMonth,
      secondsPerHour,
      joins: joinsPerMonth,
      perJoin: bytesPerJoin,
      bytesPerGiB,
    },
  );
  const total = derive(
    { id: 'traffic.month.egress-gib', title: 'egress in a month, all of it', unit: 'GiB/month' },
    'media + turn + api + recordings',
    { media, turn, api, recordings },
  );
  return { media, turn, api, recordings, total };
}
