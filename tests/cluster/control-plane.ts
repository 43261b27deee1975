/**
 * A real Kubernetes control plane on loopback: etcd, API server, scheduler, and the controllers that Jobs need, built
 * from the Go module in tools/kubernetes.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CoreV1Api, KubeConfig } from '@kubernetes/client-node';
import { until } from '../local/local-gomeet.ts';

export interface ControlPlane extends AsyncDisposable {
  /** Path of a kubeconfig of an administrator. */
  readonly kubeconfig: string;
  readonly config: KubeConfig;
  /** The API server's own certificate, which any TLS server of the test may show: nobody checks it. */
  readonly certificate: { readonly cert: Buffer; readonly key: Buffer };
}

const moduleFolder = fileURLToPath(new URL('../../tools/kubernetes', import.meta.url));
const packages = {
  etcd: 'go.etcd.io/etcd/server/v3',
  'kube-apiserver': 'k8s.io/kubernetes/cmd/kube-apiserver',
  'kube-controller-manager': 'k8s.io/kubernetes/cmd/kube-controller-manager',
  'kube-scheduler': 'k8s.io/kubernetes/cmd/kube-scheduler',
} as const;

/** Path of a program; built on first use, which takes some nine minutes for all of them on two cores. */
function program(name: keyof typeof packages): string {
  const pins = createHash('sha256')
    .update(readFileSync(join(moduleFolder, 'go.sum')))
    .digest('hex');
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  const folder = join(cache, 'gomeet', `kubernetes-${pins.slice(0, 16)}`);
  const path = join(folder, name);
  if (existsSync(path)) return path;
  mkdirSync(folder, { recursive: true });
  // A build outside of Kubernetes' own scripts knows no version; clients ask for it.
  const linked = `-s -w -X k8s.io/component-base/version.gitVersion=${kubernetesVersion()}`;
  const flags = ['-mod=readonly', '-trimpath', '-ldflags', linked];
  execFileSync('go', ['build', ...flags, '-o', path, packages[name]], {
    cwd: moduleFolder,
    stdio: 'inherit',
  });
  return path;
}

function kubernetesVersion(): string {
  const [, version = ''] =
    /k8s\.io\/kubernetes (v\S+)/.exec(readFileSync(join(moduleFolder, 'go.mod'), 'utf8')) ?? [];
  return version;
}

/** Builds what is missing; apart from the start, which is a matter of seconds. */
export function buildControlPlane(): void {
  for (const name of Object.keys(packages)) program(name as keyof typeof packages);
}

/** @param folder where it keeps its data, its logs and the kubeconfig */
export async function startControlPlane(folder: string): Promise<ControlPlane> {
  const [etcdPort, peerPort, port] = [await freePort(), await freePort(), await freePort()];
  const [etcd, server] = [`http://127.0.0.1:${etcdPort}`, `https://127.0.0.1:${port}`];
  const programs: ChildProcess[] = [];
  const start = (name: keyof typeof packages, ...args: string[]): void => {
    const log = openSync(join(folder, `${name}.log`), 'a');
    programs.push(spawn(program(name), args, { stdio: ['ignore', log, log] }));
  };
  const peer = `http://127.0.0.1:${peerPort}`;
  start(
    'etcd',
    `--data-dir=${join(folder, 'etcd')}`,
    `--listen-client-urls=${etcd}`,
    `--advertise-client-urls=${etcd}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=default=${peer}`,
    '--unsafe-no-fsync',
  );
  const token = randomBytes(18).toString('hex');
  writeServerFiles(folder, token);
  start('kube-apiserver', ...apiServerFlags(folder, etcd, port));
  const certificates = join(folder, 'certificates');
  await until('the API server has its certificate', () => existsSync(join(certificates, 'apiserver.key')));
  const cert = readFileSync(join(certificates, 'apiserver.crt'));
  const kubeconfig = writeKubeconfig(folder, server, cert, token);
  const config = new KubeConfig();
  config.loadFromFile(kubeconfig);
  const core = config.makeApiClient(CoreV1Api);
  const answers = (call: Promise<unknown>): Promise<boolean> =>
    call.then(
      () => true,
      () => false,
    );
  await until('the API server answers', () => answers(core.listNamespace()));
  const controllers = 'job-controller,garbage-collector-controller,serviceaccount-controller';
  const reached = [`--kubeconfig=${kubeconfig}`, '--leader-elect=false', '--secure-port=0'];
  start('kube-controller-manager', ...reached, `--controllers=${controllers}`);
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
      for (const child of programs.reverse()) await ended(child);
    },
  };
}

function apiServerFlags(folder: string, etcd: string, port: number): string[] {
  return [
    `--etcd-servers=${etcd}`,
    '--bind-address=127.0.0.1',
    `--secure-port=${port}`,
    `--cert-dir=${join(folder, 'certificates')}`,
    `--token-auth-file=${join(folder, 'tokens.csv')}`,
    '--authorization-mode=RBAC',
    '--service-cluster-ip-range=10.0.0.0/24',
    '--endpoint-reconciler-type=none',
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${join(folder, 'service-account.key')}`,
    `--service-account-signing-key-file=${join(folder, 'service-account.key')}`,
  ];
}

function writeServerFiles(folder: string, token: string): void {
  writeFileSync(join(folder, 'tokens.csv'), `${token},admin,admin,system:masters\n`, { mode: 0o600 });
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  writeFileSync(join(folder, 'service-account.key'), privateKey, { mode: 0o600 });
}

function writeKubeconfig(folder: string, server: string, cert: Buffer, token: string): string {
  const path = join(folder, 'kubeconfig');
  const cluster = { server, 'certificate-authority-data': cert.toString('base64') };
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'test', cluster }],
    users: [{ name: 'admin', user: { token } }],
    contexts: [{ name: 'test', context: { cluster: 'test', user: 'admin' } }],
    'current-context': 'test',
  };
  writeFileSync(path, JSON.stringify(config), { mode: 0o600 });
  return path;
}

function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGKILL');
  return gone;
}
