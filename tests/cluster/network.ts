/**
 * The network of a test's cluster: a bridge on this machine, and a network namespace for each node with an address on the
 * bridge and a subnet for its pods. What a node does to its network (rules of kube-proxy, interfaces of pods, ports of
 * pods on the host's network) stays in its namespace and goes with it; nothing reaches the world outside.
 */
import { execFileSync } from 'node:child_process';
import { randomInt } from 'node:crypto';

export interface ClusterNetwork extends Disposable {
  /** Names everything that the cluster has on this machine outside its folder: interfaces, namespaces, cgroups. */
  readonly id: string;
  /** This machine's address on the bridge, where the API server listens. */
  readonly address: string;
  readonly nodes: readonly NodeNetwork[];
}

export interface NodeNetwork {
  readonly namespace: string;
  readonly address: string;
  readonly podSubnet: string;
}

/** @throws Error when the machine forbids it: it takes the right to make interfaces and namespaces */
export function createNetwork(nodeCount: number): ClusterNetwork {
  const prefix = freePrefix();
  // An interface's name holds at most 15 characters.
  const id = `gomeet${prefix.slice('10.'.length)}`;
  const nodes = Array.from({ length: nodeCount }, (_, index) => ({
    namespace: `${id}-node-${index + 1}`,
    address: `${prefix}.0.${11 + index}`,
    podSubnet: `${prefix}.${1 + index}.0/24`,
  }));
  ip('link', 'add', id, 'type', 'bridge');
  ip('address', 'add', `${prefix}.0.1/24`, 'dev', id);
  ip('link', 'set', id, 'up');
  for (const [index, node] of nodes.entries()) connect(id, `${prefix}.0.1`, index, node);
  for (const node of nodes) {
    ip('route', 'add', node.podSubnet, 'via', node.address);
    for (const other of nodes.filter((each) => each !== node))
      ip('-n', node.namespace, 'route', 'add', other.podSubnet, 'via', other.address);
  }
  return {
    id,
    address: `${prefix}.0.1`,
    nodes,
    [Symbol.dispose]() {
      for (const { namespace } of nodes) ip('netns', 'delete', namespace);
      // Its routes go with it.
      ip('link', 'delete', id);
    },
  };
}

function connect(bridge: string, gateway: string, index: number, { namespace, address }: NodeNetwork): void {
  const cable = `${bridge}-${index + 1}`;
  ip('netns', 'add', namespace);
  ip('link', 'add', cable, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', namespace);
  ip('link', 'set', cable, 'master', bridge, 'up');
  ip('-n', namespace, 'address', 'add', `${address}/24`, 'dev', 'eth0');
  ip('-n', namespace, 'link', 'set', 'eth0', 'up');
  ip('-n', namespace, 'link', 'set', 'lo', 'up');
  ip('-n', namespace, 'route', 'add', 'default', 'via', gateway);
  execFileSync('nsenter', [
    `--net=/run/netns/${namespace}`,
    'sysctl',
    '--quiet',
    '--write',
    'net.ipv4.ip_forward=1',
    // Answers of a pod to another on the same node pass kube-proxy's rules too, or a Service would not know its own.
    'net.bridge.bridge-nf-call-iptables=1',
  ]);
}

/** The first two bytes of 10.x addresses that this machine has no route to. */
function freePrefix(): string {
  const routes = ip('route').toString();
  for (let tries = 0; tries < 100; tries += 1) {
    const prefix = `10.${randomInt(16, 250)}`;
    if (!routes.includes(`${prefix}.`)) return prefix;
  }
  throw new Error('this machine has routes to all of 10.16.0.0 to 10.249.0.0: end what made them');
}

const ip = (...args: string[]): Buffer => execFileSync('ip', args);
