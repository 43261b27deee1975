/**
 * A real Kubernetes control plane on loopback: etcd, API server, scheduler, and the controllers that Jobs need, built
 * from the Go module in tools/kubernetes. Its files and flags are those of the proving ground; unlike there the test chooses the
 * address and the controllers, and no node is played.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CoreV1Api, KubeConfig } from '@kubernetes/client-node';
import {
  apiServerFlags,
  etcdFlags,
  freePort,
  LOOPBACK,
  writeKubeconfig,
  writeServerFiles,
} from '../../src/adapters/proving-ground/control-plane-files.ts';
import { until } from '../local/local-gomeet.ts';
import { buildPrograms, program } from './programs.ts';

export interface ControlPlane extends AsyncDisposable {
  /** Path of a kubeconfig of an administrator. */
  readonly kubeconfig: string;
  readonly config: KubeConfig;
  /** The API server's own certificate, which any TLS server of the test may show: nobody checks it. */
  readonly certificate: { readonly cert: Buffer; readonly key: Buffer };
}

const programs = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'] as const;

/** Builds what is missing; apart from the start, which is a matter of seconds. */
export function buildControlPlane(): void {
  buildPrograms(programs);
}

interface ControlPlaneOptions {
  /** Where the API server listens: on loopback, unless pods that truly run are to reach it. */
  readonly address?: string;
  /** The controllers that run: those that Jobs need, unless told otherwise; `*` is all that are on by default. */
  readonly controllers?: string;
}

const controllersOfJobs = 'job-controller,garbage-collector-controller,serviceaccount-controller';

/** What pods that truly run need of the API server, beyond what played ones do. */
const flagsForPods = [
  // Webhooks are reached at their pods: the API server's own machine has no kube-proxy.
  '--enable-aggregator-routing=true',
  '--allow-privileged=true',
  // Names of nodes are in no name server.
  '--kubelet-preferred-address-types=InternalIP',
];

/** @param folder where it keeps its data, its logs and the kubeconfig */
export async function startControlPlane(
  folder: string,
  { address = LOOPBACK, controllers = controllersOfJobs }: ControlPlaneOptions = {},
): Promise<ControlPlane> {
  const [etcdPort, peerPort, port] = [await freePort(), await freePort(), await freePort(address)];
  const [etcd, server] = [`http://127.0.0.1:${etcdPort}`, `https://${address}:${port}`];
  const started: ChildProcess[] = [];
  const start = (name: (typeof programs)[number], ...args: string[]): void => {
    const log = openSync(join(folder, `${name}.log`), 'a');
    // A test that is killed takes its control plane along.
    const tied = ['--pdeathsig=KILL', program(name), ...args];
    started.push(spawn('setpriv', tied, { stdio: ['ignore', log, log] }));
  };
  start('etcd', ...etcdFlags(folder, etcd, `http://127.0.0.1:${peerPort}`));
  const token = writeServerFiles(folder);
  const at = { etcd, address, port, services: '10.0.0.0/24' };
  start('kube-apiserver', ...apiServerFlags(folder, at), ...flagsForPods);
  const certificates = join(folder, 'certificates');
  await until('the API server has its certificate', () => existsSync(join(certificates, 'apiserver.key')));
  const cert = readFileSync(join(certificates, 'apiserver.crt'));
  const kubeconfig = writeKubeconfig(folder, 'test', server, token);
  const config = new KubeConfig();
  config.loadFromFile(kubeconfig);
  const core = config.makeApiClient(CoreV1Api);
  const answers = (call: Promise<unknown>): Promise<boolean> =>
    call.then(
      () => true,
      () => false,
    );
  await until('the API server answers', () => answers(core.listNamespace()));
  const reached = [`--kubeconfig=${kubeconfig}`, '--leader-elect=false', '--secure-port=0'];
  const authority = join(certificates, 'apiserver.crt');
  start(
    'kube-controller-manager',
    ...reached,
    `--controllers=${controllers}`,
    // What pods check the API server's certificate by.
    `--root-ca-file=${authority}`,
    `--service-account-private-key-file=${join(folder, 'service-account.key')}`,
  );
  // It has no port 0 of its own to leave out the health endpoint.
  start(
    'kube-scheduler',
    ...reached.slice(0, 2),
    `--secure-port=${await freePort()}`,
    '--bind-address=127.0.0.1',
  );
  await until('pods may be made', () =>
    answers(core.readNamespacedServiceAccount({ name: 'default', namespace: 'default' })),
  );
  return {
    kubeconfig,
    config,
    certificate: { cert, key: readFileSync(join(certificates, 'apiserver.key')) },
    async [Symbol.asyncDispose]() {
      for (const child of started.reverse()) await ended(child);
    },
  };
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGKILL');
  return gone;
}
