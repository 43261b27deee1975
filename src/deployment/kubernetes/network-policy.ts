import type { ClusterObject } from '../../adapters/cluster-object.ts';
import { ipv4Contains } from './ipv4-network.ts';

/** A pod with a network of its own, or an address: a machine outside, a node, and with it each pod on that node's network. */
export type Endpoint =
  | { readonly namespace: string; readonly labels: Readonly<Record<string, string>> }
  | { readonly address: string };

export interface Flow {
  readonly from: Endpoint;
  readonly to: Endpoint;
  readonly port: number;
  readonly protocol: 'TCP' | 'UDP';
}

interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
    readonly values?: readonly string[];
  }[];
}

interface Peer {
  readonly podSelector?: LabelSelector;
  readonly namespaceSelector?: LabelSelector;
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
}

interface Rule {
  readonly from?: readonly Peer[];
  readonly to?: readonly Peer[];
  readonly ports?: readonly {
    readonly port?: number;
    readonly endPort?: number;
    readonly protocol?: string;
  }[];
}

interface PolicySpec {
  readonly podSelector: LabelSelector;
  readonly policyTypes?: readonly ('Ingress' | 'Egress')[];
  readonly ingress?: readonly Rule[];
  readonly egress?: readonly Rule[];
}

/**
 * Whether NetworkPolicies let a connection be opened, as the API defines it: a side that no policy selects for a direction is open in
 * it, one that is selected needs a rule that allows it, and both sides must agree. Addresses select no policy.
 * An ipBlock is compared with addresses only: whether it reaches pods differs from one network to another, so none of ours relies on it.
 */
export function isAllowed(objects: readonly ClusterObject[], flow: Flow): boolean {
  const policies = objects.filter(({ kind }) => kind === 'NetworkPolicy');
  return lets(policies, 'Egress', flow) && lets(policies, 'Ingress', flow);
}

function lets(policies: readonly ClusterObject[], direction: 'Ingress' | 'Egress', flow: Flow): boolean {
  const [self, other] = direction === 'Egress' ? [flow.from, flow.to] : [flow.to, flow.from];
  if ('address' in self) return true;
  const selecting = policies.filter((policy) => selects(policy, direction, self));
  if (selecting.length === 0) return true;
  return selecting.some((policy) => {
    const { ingress = [], egress = [] } = specOf(policy);
    const rules = direction === 'Egress' ? egress : ingress;
    return rules.some(
      (rule) => hasPort(rule, flow) && hasPeer(rule, other, policy.metadata.namespace ?? 'default'),
    );
  });
}

const specOf = (policy: ClusterObject): PolicySpec => policy.spec as PolicySpec;

function selects(
  policy: ClusterObject,
  direction: 'Ingress' | 'Egress',
  pod: Exclude<Endpoint, { readonly address: string }>,
): boolean {
  const { podSelector, policyTypes = ['Ingress'] } = specOf(policy);
  const isItsNamespace = (policy.metadata.namespace ?? 'default') === pod.namespace;
  return isItsNamespace && policyTypes.includes(direction) && matches(podSelector, pod.labels);
}

function hasPort({ ports = [] }: Rule, flow: Flow): boolean {
  if (ports.length === 0) return true;
  return ports.some(({ port, endPort, protocol = 'TCP' }) => {
    const isInside =
      port === undefined || (port <= flow.port && flow.port <= Math.max(port, endPort ?? port));
    return protocol === flow.protocol && isInside;
  });
}

/** A rule without peers is for everybody. */
function hasPeer({ from, to }: Rule, other: Endpoint, namespace: string): boolean {
  const peers = from ?? to ?? [];
  return peers.length === 0 || peers.some((peer) => isPeer(peer, other, namespace));
}

function isPeer({ ipBlock, podSelector, namespaceSelector }: Peer, other: Endpoint, own: string): boolean {
  if ('address' in other) {
    if (ipBlock === undefined) return false;
    const { cidr, except = [] } = ipBlock;
    return ipv4Contains(cidr, other.address) && !except.some((part) => ipv4Contains(part, other.address));
  }
  if (ipBlock !== undefined) return false;
  const isNamespace =
    namespaceSelector === undefined
      ? other.namespace === own
      : // The API server gives every namespace its name as a label; ours are selected by that alone.
        matches(namespaceSelector, { 'kubernetes.io/metadata.name': other.namespace });
  return isNamespace && matches(podSelector ?? {}, other.labels);
}

function matches(selector: LabelSelector, labels: Readonly<Record<string, string>>): boolean {
  const { matchLabels = {}, matchExpressions = [] } = selector;
  const hasLabels = Object.entries(matchLabels).every(([key, value]) => labels[key] === value);
  const hasExpressions = matchExpressions.every(({ key, operator, values = [] }) => {
    const value = labels[key];
    if (operator === 'Exists') return value !== undefined;
    if (operator === 'DoesNotExist') return value === undefined;
    const isListed = value !== undefined && values.includes(value);
    return operator === 'In' ? isListed : !isListed;
  });
  return hasLabels && hasExpressions;
}
