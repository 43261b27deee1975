/**
 * A real node: containerd and runc run its pods, a kubelet tells them to, CNI plugins connect them, and kube-proxy makes
 * Services of them. All of it lives in a sandbox of its own.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { until } from '../local/local-gomeet.ts';
import { nameServerAddress } from './name-server.ts';
import type { NodeNetwork } from './network.ts';
import { type NodeSandbox, openSandbox } from './node-sandbox.ts';
import { program } from './programs.ts';

export interface RealNode extends AsyncDisposable {
  readonly name: string;
  /** Where its ports are reached from this machine, and from every pod. */
  readonly address: string;
  /** Makes the images of an OCI archive available to pods, under the names that the archive gives them. */
  load(archive: string): void;
}

interface NodeOptions {
  readonly name: string;
  readonly folder: string;
  readonly network: NodeNetwork;
  readonly kubeconfig: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Such as `gomeet.io/pool=media:NoSchedule`. */
  readonly taints: readonly string[];
}

export const pauseImage = 'gomeet.test/pause:1';
const socket = '/run/containerd/containerd.sock';

/** Starts the runtime, then the kubelet; a pod can run when its image has been loaded. */
export async function startNode(options: NodeOptions): Promise<RealNode> {
  mkdirSync(options.folder, { recursive: true });
  const sandbox = await openSandbox(options.folder, options.network);
  try {
    await startContainerd(sandbox, options);
    startKubelet(sandbox, options);
    startKubeProxy(sandbox, options);
  } catch (error) {
    await sandbox[Symbol.asyncDispose]();
    throw error;
  }
  return {
    name: options.name,
    address: options.network.address,
    load: (archive) => {
      sandbox.run('ctr', ['--address', socket, '--namespace', 'k8s.io', 'images', 'import', archive]);
    },
    [Symbol.asyncDispose]: () => sandbox[Symbol.asyncDispose](),
  };
}

async function startContainerd(sandbox: NodeSandbox, { folder, network }: NodeOptions): Promise<void> {
  const cni = join(folder, 'cni');
  mkdirSync(cni, { recursive: true });
  writeFileSync(join(cni, '10-pods.conflist'), JSON.stringify(podNetwork(network, folder)));
  const configuration = join(folder, 'containerd.toml');
  writeFileSync(configuration, containerdConfiguration(folder, cni));
  sandbox.start('containerd', 'containerd', ['--config', configuration]);
  await until('containerd answers', () => {
    try {
      sandbox.run('ctr', ['--address', socket, 'version']);
      return true;
    } catch {
      return false;
    }
  });
}

const containerdConfiguration = (folder: string, cni: string): string => `version = 2
root = "${folder}/containerd"
state = "/run/containerd/state"
disabled_plugins = ["io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.zfs", "io.containerd.snapshotter.v1.devmapper", "io.containerd.internal.v1.opt", "io.containerd.internal.v1.tracing"]
[grpc]
  address = "${socket}"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "${pauseImage}"
  # A machine may forbid to lower it below one's own.
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "${cni}"
  [plugins."io.containerd.grpc.v1.cri".containerd]
    default_runtime_name = "runc"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
`;

const podNetwork = ({ podSubnet }: NodeNetwork, folder: string) => ({
  cniVersion: '0.4.0',
  name: 'pods',
  plugins: [
    {
      type: 'bridge',
      bridge: 'pods',
      isGateway: true,
      hairpinMode: true,
      ipam: {
        type: 'host-local',
        dataDir: join(folder, 'addresses'),
        ranges: [[{ subnet: podSubnet }]],
        routes: [{ dst: '0.0.0.0/0' }],
      },
    },
    { type: 'portmap', capabilities: { portMappings: true } },
  ],
});

function startKubelet(sandbox: NodeSandbox, options: NodeOptions): void {
  const { folder, name, network, kubeconfig, labels, taints } = options;
  const resolver = join(folder, 'resolv.conf');
  writeFileSync(resolver, '');
  const configuration = join(folder, 'kubelet.yaml');
  const settings = {
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    // Test machines still have version 1; a kubelet of today refuses it unless told otherwise.
    failCgroupV1: false,
    failSwapOn: false,
    cgroupDriver: 'cgroupfs',
    cgroupRoot: sandbox.controlGroup,
    address: network.address,
    authentication: { anonymous: { enabled: true }, webhook: { enabled: false } },
    authorization: { mode: 'AlwaysAllow' },
    containerRuntimeEndpoint: `unix://${socket}`,
    clusterDNS: [nameServerAddress],
    clusterDomain: 'cluster.local',
    resolvConf: resolver,
    // The machine's disk is no business of the test's cluster: it neither evicts pods nor removes images for it.
    evictionHard: { 'memory.available': '100Mi' },
    imageGCHighThresholdPercent: 100,
    nodeStatusUpdateFrequency: '5s',
    syncFrequency: '5s',
    oomScoreAdj: 0,
    registerWithTaints: taints.map(parseTaint),
  };
  writeFileSync(configuration, stringify(settings));
  sandbox.start('kubelet', program('kubelet'), [
    `--config=${configuration}`,
    `--kubeconfig=${kubeconfig}`,
    `--hostname-override=${name}`,
    `--node-ip=${network.address}`,
    `--node-labels=${Object.entries(labels)
      .map((label) => label.join('='))
      .join(',')}`,
  ]);
}

function parseTaint(text: string): { key: string; value: string; effect: string } {
  const [, key = '', value = '', effect = ''] = /^([^=]+)=([^:]*):(\w+)$/.exec(text) ?? [];
  return { key, value, effect };
}

function startKubeProxy(sandbox: NodeSandbox, { folder, name, kubeconfig }: NodeOptions): void {
  const configuration = join(folder, 'kube-proxy.yaml');
  const settings = {
    apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
    kind: 'KubeProxyConfiguration',
    clientConnection: { kubeconfig },
    hostnameOverride: name,
    mode: 'iptables',
    detectLocalMode: 'BridgeInterface',
    detectLocal: { bridgeInterface: 'pods' },
    // Limits of connections belong to the machine, not to a network namespace.
    conntrack: { maxPerCore: 0, min: 0, tcpEstablishedTimeout: '0s', tcpCloseWaitTimeout: '0s' },
  };
  writeFileSync(configuration, stringify(settings));
  sandbox.start('kube-proxy', program('kube-proxy'), [`--config=${configuration}`]);
}
