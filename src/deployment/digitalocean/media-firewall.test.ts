import { expect, test } from 'vitest';
import { firewallDifferences, firewallOf } from './media-firewall.ts';

const wanted = firewallOf({ id: 'media', name: 'gomeet-media' });
const everywhere = { addresses: ['0.0.0.0/0', '::/0'] };

test('only nodes that people reach directly have a firewall of their own', () => {
  expect(firewallOf({ id: 'worker', name: 'gomeet-worker' })).toBeNull();
  expect(wanted?.inbound_rules.map(({ protocol, ports }) => `${protocol} ${ports}`)).toEqual([
    'udp 10000-20000',
    'tcp 7881',
  ]);
});

test('no opening reaches into the ports that Linux takes for outgoing connections (32768 and above)', () => {
  const pools = ['media', 'turn'].map((id) => firewallOf({ id, name: id }));
  const last = pools.flatMap((pool) =>
    (pool?.inbound_rules ?? []).map(({ ports }) => Number(ports.split('-').at(-1))),
  );
  expect(Math.max(...last)).toBeLessThan(32_768);
});

test('the order of rules and addresses, and "0" for "all", make no difference', () => {
  if (wanted === null) throw new Error('media nodes have a firewall');
  const found = {
    id: 'bb4b2611',
    name: 'gomeet-media',
    status: 'succeeded',
    tags: ['gomeet-media'],
    inbound_rules: wanted.inbound_rules.toReversed().map((rule) => ({
      ...rule,
      sources: { addresses: [...rule.sources.addresses].reverse() },
    })),
    outbound_rules: wanted.outbound_rules.map(({ protocol }) => ({
      protocol,
      ports: '0',
      destinations: everywhere,
    })),
  };
  expect(firewallDifferences(wanted, found)).toEqual([]);
  const ssh = { protocol: 'tcp', ports: '22', sources: everywhere };
  const edited = { ...found, tags: [], inbound_rules: [...found.inbound_rules.slice(1), ssh] };
  expect(firewallDifferences(wanted, edited)).toEqual([
    'open in tcp 7881',
    'close in tcp 22',
    'tag gomeet-media',
  ]);
});
