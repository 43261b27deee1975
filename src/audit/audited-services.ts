import { z } from 'zod';
import { amount, claims, count } from './claim.ts';

const share = z.number().min(0.05).max(1);

export const demand = z.strictObject({
  meetings: claims(count),
  participantsPerMeeting: claims(count),
  participants: claims(count),
  requestsPerSecond: claims(amount).describe('load of the API that its replicas are sized by'),
  joinSeconds: claims(amount).describe('time in which everybody joins'),
});

export const media = z.strictObject({
  server: claims(z.string()),
  clientLibraries: claims(z.string()),
  nodes: claims(count),
  participantsPerNode: claims(count),
  cpuTarget: claims(share).describe(
    'share of the cores that a node may use; 0.7 where the plan does not say',
  ),
  networkTarget: claims(share).describe('share of the network card; 0.8 where the plan does not say'),
  udpPorts: claims(z.strictObject({ from: count, to: count })),
  entry: claims(z.enum(['load-balancer', 'node-address'])).describe('where the media name points to'),
});

export const data = z.strictObject({
  manager: claims(z.enum(['self-hosted', 'managed'])),
  nodes: claims(count),
  nodeShape: claims(z.string()).describe('cores/GiB, such as 16/64'),
  nodesPerShard: claims(count),
  shards: claims(count),
  partitionsPerShard: claims(count),
  poolPerReplica: claims(count).describe('connections of one API replica'),
  poolerConnections: claims(count).describe('clients that the pooler takes'),
  serverConnections: claims(count).describe('connections of the server itself'),
  serverMemoryGiB: claims(amount),
});

export const cache = z.strictObject({
  product: claims(z.string()),
  manager: claims(z.enum(['self-hosted', 'managed'])),
  mode: claims(z.enum(['cluster', 'sentinel', 'single', 'managed'])),
  nodes: claims(count),
  nodeShape: claims(z.string()).describe('cores/GiB, such as 8/32'),
  clientConnections: claims(count),
});

export const edge = z.strictObject({
  gateway: claims(z.string()),
  gateways: claims(count),
  loadBalancerNodes: claims(count),
  connectionsPerParticipant: claims(amount).describe('that are open at once, through the load balancer'),
  proxyProtocol: claims(z.boolean()),
  tlsEndsAt: claims(z.enum(['load-balancer', 'gateway', 'service'])),
  isEncryptedThroughout: claims(z.boolean()).describe(
    'TLS on every hop, the one behind the load balancer too',
  ),
  certificatesFrom: claims(z.string()),
  stickyCookies: claims(z.boolean()),
  externalTrafficPolicy: claims(z.enum(['Local', 'Cluster'])),
  algorithm: claims(z.string()),
  domains: claims(z.array(z.string())).describe('all names that a document lists'),
});

export const limits = z.strictObject({
  webSocketsPerMinutePerSource: claims(count),
  participantsPerMeetingByDefault: claims(count),
});
