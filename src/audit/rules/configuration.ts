import type { AuditedPlan } from '../audited-plan.ts';
import { type Claim, citesOf } from '../claim.ts';
import { KUBERNETES, LIVEKIT_METRIC, STORAGE_CLASSES } from '../facts.ts';
import type { Rule, Suspicion } from '../rule.ts';
import { number } from '../say.ts';

interface Printed {
  readonly line: string;
  readonly at: string;
}

/** Counts what is there and should not be; one finding names them all. */
const offending = (what: string, found: readonly Printed[]): Suspicion => ({
  text: () => found.map(({ line }) => `"${line}"`).join('; '),
  formula: what,
  inputs: { [what]: found.length },
  unit: what,
  comparison: '>',
  against: 0,
  cites: citesOf(found),
});

const claimed = (claims: readonly Claim<string>[], isWrong: (value: string) => boolean): readonly Printed[] =>
  claims.filter(({ is }) => isWrong(is)).map(({ is, at }) => ({ line: is, at }));

/** Settings, names and versions that do not work as printed. Commands are judged in `commands.ts`. */
export const configurationRules: readonly Rule[] = [
  {
    code: 'GC701',
    severity: 'major',
    title: 'A metric is watched that nobody exports',
    why: `LiveKit exports ${LIVEKIT_METRIC.right}; panels and alerts on another name stay empty, and an empty alert never fires.`,
    advice: `Watch ${LIVEKIT_METRIC.right}, or record the other name from it.`,
    check: ({ metrics }) => [
      offending(
        'metrics',
        claimed(metrics, (name) => name === LIVEKIT_METRIC.wrong),
      ),
    ],
  },
  {
    code: 'GC702',
    severity: 'major',
    title: 'The database is sharded by hand where it is managed',
    why: 'Managed PostgreSQL offers no sharding: four shards are four databases, each with its own standby and price.',
    advice: 'Start with one primary until the model says otherwise; else price each shard.',
    check: ({ data: { manager, shards } }) => {
      const managed = manager.filter(({ is }) => is === 'managed');
      return managed.length === 0
        ? []
        : shards.slice(0, 1).map(({ is, at }) => ({
            text: () => `${number(is)} shards on a managed database.`,
            formula: 'shards',
            inputs: { shards: is },
            unit: 'shards',
            comparison: '>',
            against: 1,
            cites: [at, ...citesOf(managed)],
          }));
    },
  },
  {
    code: 'GC703',
    severity: 'major',
    title: 'The shards would need more nodes than the plan counts',
    why: 'Each shard is a primary with standbys of its own.',
    advice: 'Count nodes as shards times nodes of a shard, and price them.',
    check: ({ data: { shards, nodesPerShard, nodes } }) => {
      const [count, each, planned] = [shards[0], nodesPerShard[0], nodes.at(-1)];
      if (count === undefined || each === undefined || planned === undefined) return [];
      return [
        {
          text: (needed) =>
            `${number(count.is)} shards of ${number(each.is)} nodes are ${number(needed)} nodes; ${number(planned.is)} are planned and priced.`,
          formula: 'shards * nodesPerShard',
          inputs: { shards: count.is, nodesPerShard: each.is },
          unit: 'nodes',
          comparison: '>',
          against: planned.is,
          cites: citesOf([count, each, planned]),
        },
      ];
    },
  },
  {
    code: 'GC704',
    severity: 'minor',
    title: 'LiveKit gains nothing from Redis Cluster',
    why: 'Its rooms lie in one hash and its messages use classic publish and subscribe, which a cluster sends to every node.',
    advice: 'Run one primary with replicas and Sentinel.',
    check: ({ media: { server }, cache: { mode } }) => {
      const clustered = mode.filter(({ is }) => is === 'cluster');
      const usesLiveKit = server.some(({ is }) => is === 'LiveKit');
      return [
        {
          text: () => 'The plan runs LiveKit on a Redis Cluster.',
          formula: 'clusters * liveKit',
          inputs: { clusters: clustered.length, liveKit: usesLiveKit ? 1 : 0 },
          unit: 'claims',
          comparison: '>',
          against: 0,
          cites: citesOf(clustered),
        },
      ];
    },
  },
  {
    code: 'GC705',
    severity: 'minor',
    title: 'The provider no longer sells managed Redis',
    why: 'DigitalOcean ended managed Redis on 2025-06-30 and sells Valkey 8 in its place.',
    advice: 'Order Valkey; LiveKit and the API speak the same protocol with it.',
    check: ({ cluster: { provider }, cache: { product, manager } }) => {
      const isHere =
        provider.some(({ is }) => is === 'digitalocean') && manager.some(({ is }) => is === 'managed');
      return [offending('products', isHere ? claimed(product, (name) => name === 'Redis') : [])];
    },
  },
  {
    code: 'GC706',
    severity: 'minor',
    title: 'The Kubernetes version is no longer supported',
    why: 'The newest three minor versions get security fixes; a provider removes those before.',
    advice: 'Name the oldest supported version, and raise it every four months.',
    check: ({ cluster: { kubernetesMinor } }) =>
      kubernetesMinor.map(({ is, at }) => ({
        text: (oldest) => `1.${is} is accepted; 1.${oldest} is the oldest that is supported.`,
        formula: 'newest - supported + 1',
        inputs: { newest: KUBERNETES.newestMinor, supported: KUBERNETES.supportedMinors },
        unit: 'minor version',
        comparison: '>',
        against: is,
        cites: [at],
      })),
  },
  {
    code: 'GC707',
    severity: 'minor',
    title: 'A storage class is used that the provider does not come with',
    why: 'A claim on a class that does not exist stays Pending without an error.',
    advice: 'Use do-block-storage, or ship the class as a manifest.',
    check: ({ cluster: { provider, storageClasses } }) => {
      const isHere = provider.some(({ is }) => is === 'digitalocean');
      const known: readonly string[] = STORAGE_CLASSES;
      return [offending('classes', isHere ? claimed(storageClasses, (name) => !known.includes(name)) : [])];
    },
  },
  {
    code: 'GC708',
    severity: 'major',
    title: 'The client libraries cannot talk to the media server',
    why: 'simple-peer negotiates with another simple-peer and socket.io has a protocol of its own; LiveKit speaks neither.',
    advice: 'Use livekit-client for media and a plain WebSocket for the API.',
    check: ({ media: { server, clientLibraries } }) => {
      const usesLiveKit = server.some(({ is }) => is === 'LiveKit');
      const foreign = ['simple-peer', 'socket.io-client'];
      return [
        offending('libraries', usesLiveKit ? claimed(clientLibraries, (name) => foreign.includes(name)) : []),
      ];
    },
  },
  {
    code: 'GC709',
    severity: 'minor',
    title: 'Least privilege and a namespace open to itself are promised together',
    why: 'Where every pod of a namespace may talk to every other, no pod has the least privilege.',
    advice: 'Deny by default, and allow each pair of workloads that must talk.',
    check: ({ cluster: { trafficPolicy } }) => [
      {
        text: () => 'Both policies are promised.',
        formula: 'policies',
        inputs: { policies: new Set(trafficPolicy.map(({ is }) => is)).size },
        unit: 'policies',
        comparison: '>',
        against: 1,
        cites: citesOf(trafficPolicy),
      },
    ],
  },
];

/** The commands of a plan that match a pattern. */
export const matching = ({ commands }: AuditedPlan, pattern: RegExp): readonly Printed[] =>
  commands.filter(({ line }) => pattern.test(line));
export { offending };
