import { expect, test } from 'vitest';
import type { ClusterObject } from '../../adapters/cluster-object.ts';
import { type Endpoint, isAllowed } from './network-policy.ts';

const policy = (namespace: string, spec: object): ClusterObject => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'one', namespace },
  spec,
});
const pod = (app: string, namespace = 'a'): Endpoint => ({ namespace, labels: { app } });
const tcp = (from: Endpoint, to: Endpoint, port = 80) => ({ from, to, port, protocol: 'TCP' as const });
const deny = policy('a', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
const toWeb = (rule: object): ClusterObject =>
  policy('a', {
    podSelector: { matchLabels: { app: 'web' } },
    policyTypes: ['Ingress'],
    ingress: [{ ports: [{ port: 80, protocol: 'TCP' }], ...rule }],
  });
const outOf = (app: string): ClusterObject =>
  policy('a', { podSelector: { matchLabels: { app } }, policyTypes: ['Egress'], egress: [{}] });

test('without a policy everything is allowed, with a default deny nothing', () => {
  expect(isAllowed([], tcp(pod('user'), pod('web')))).toBe(true);
  expect(isAllowed([deny], tcp(pod('user'), pod('web')))).toBe(false);
  expect(isAllowed([deny], tcp(pod('user', 'b'), pod('web', 'b')))).toBe(true);
});

test('both sides must agree', () => {
  const inward = toWeb({ from: [{ podSelector: { matchLabels: { app: 'user' } } }] });
  expect(isAllowed([deny, inward], tcp(pod('user'), pod('web')))).toBe(false);
  expect(isAllowed([deny, inward, outOf('user')], tcp(pod('user'), pod('web')))).toBe(true);
  expect(isAllowed([deny, inward, outOf('other')], tcp(pod('other'), pod('web')))).toBe(false);
});

test('a port is allowed by its protocol, and ranges to their end', () => {
  const range = toWeb({ ports: [{ port: 100, endPort: 200, protocol: 'UDP' }] });
  const udp = (port: number) => ({ from: pod('x', 'b'), to: pod('web'), port, protocol: 'UDP' as const });
  expect([99, 100, 200, 201].map((port) => isAllowed([range], udp(port)))).toEqual([
    false,
    true,
    true,
    false,
  ]);
  expect(isAllowed([range], { ...udp(150), protocol: 'TCP' })).toBe(false);
});

test('pods of other namespaces come by the name of their namespace, and by label where both are given', () => {
  const names = { matchLabels: { 'kubernetes.io/metadata.name': 'b' } };
  const whole = toWeb({ from: [{ namespaceSelector: names }] });
  expect(isAllowed([whole], tcp(pod('any', 'b'), pod('web')))).toBe(true);
  expect(isAllowed([whole], tcp(pod('any', 'c'), pod('web')))).toBe(false);
  const some = toWeb({
    from: [
      {
        namespaceSelector: names,
        podSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['user'] }] },
      },
    ],
  });
  expect(isAllowed([some], tcp(pod('user', 'b'), pod('web')))).toBe(true);
  expect(isAllowed([some], tcp(pod('any', 'b'), pod('web')))).toBe(false);
});

test('addresses come by network, less what is excepted', () => {
  const block = toWeb({ from: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } }] });
  expect(isAllowed([block], tcp({ address: '10.2.0.1' }, pod('web')))).toBe(true);
  expect(isAllowed([block], tcp({ address: '10.1.0.1' }, pod('web')))).toBe(false);
  expect(isAllowed([block], tcp(pod('user', 'b'), pod('web')))).toBe(false);
});
