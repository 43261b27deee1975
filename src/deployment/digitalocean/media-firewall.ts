import type { Firewall, FirewallRequest } from '../../adapters/digitalocean/networks.ts';

const EVERYWHERE = ['0.0.0.0/0', '::/0'];

interface Opening {
  readonly protocol: 'tcp' | 'udp';
  readonly ports: string;
}

/**
 * Ports that people reach directly, without a load balancer: DigitalOcean's takes no more than 250 ports, and cannot tell by UDP
 * whether a node lives. The cluster's own firewall is put back when it is edited, so that these stand in one of their own.
 */
const OPENINGS: Readonly<Record<string, readonly Opening[]>> = {
  media: [
    { protocol: 'udp', ports: '10000-20000' }, // media; below the ephemeral ports, which begin at 32768
    { protocol: 'tcp', ports: '7881' }, // media of people whose network lets no UDP through
  ],
  turn: [
    { protocol: 'udp', ports: '3478' },
    { protocol: 'tcp', ports: '3478' },
    { protocol: 'tcp', ports: '443' }, // TURN over TLS, as a web server
    { protocol: 'udp', ports: '10000-20000' }, // relayed media
  ],
};

/** The firewall of a pool whose nodes people reach directly; null for one behind the load balancer. */
export function firewallOf(pool: { readonly id: string; readonly name: string }): FirewallRequest | null {
  const openings = OPENINGS[pool.id];
  if (openings === undefined) return null;
  const outbound = (['tcp', 'udp', 'icmp'] as const).map((protocol) => ({
    protocol,
    ports: protocol === 'icmp' ? '0' : 'all',
    destinations: { addresses: EVERYWHERE },
  }));
  return {
    name: pool.name,
    tags: [pool.name],
    inbound_rules: openings.map((opening) => ({ ...opening, sources: { addresses: EVERYWHERE } })),
    outbound_rules: outbound,
  };
}

/** What of a firewall is not as wanted; somebody's other openings count too, as they let people in whom nobody planned. */
export function firewallDifferences(wanted: FirewallRequest, found: Firewall): readonly string[] {
  const inbound = difference(
    wanted.inbound_rules.map((rule) => ruleText(rule, rule.sources.addresses)),
    (found.inbound_rules ?? []).map((rule) => ruleText(rule, rule.sources.addresses)),
    'in',
  );
  const outbound = difference(
    wanted.outbound_rules.map((rule) => ruleText(rule, rule.destinations.addresses)),
    (found.outbound_rules ?? []).map((rule) => ruleText(rule, rule.destinations.addresses)),
    'out',
  );
  const tags = wanted.tags.filter((tag) => !found.tags?.includes(tag)).map((tag) => `tag ${tag}`);
  return [...inbound, ...outbound, ...tags];
}

/** The API answers 0 where `all` was asked for. */
const ruleText = (
  { protocol, ports }: { protocol: string; ports: string },
  addresses: readonly string[] | null | undefined,
): string =>
  `${protocol} ${protocol === 'icmp' || ports === '0' ? 'all' : ports} ${[...(addresses ?? [])].sort().join(' ')}`;

function difference(wanted: readonly string[], found: readonly string[], way: string): readonly string[] {
  const short = (rule: string): string => rule.replace(` ${[...EVERYWHERE].sort().join(' ')}`, '');
  return [
    ...wanted.filter((rule) => !found.includes(rule)).map((rule) => `open ${way} ${short(rule)}`),
    ...found.filter((rule) => !wanted.includes(rule)).map((rule) => `close ${way} ${short(rule)}`),
  ];
}
