import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

/** Where everything listens that nobody else is to reach. */
export const LOOPBACK = '127.0.0.1';

/** Flags of etcd for data that nobody will miss. */
export const etcdFlags = (folder: string, client: string, peer: string): string[] => [
  `--data-dir=${join(folder, 'etcd')}`,
  `--listen-client-urls=${client}`,
  `--advertise-client-urls=${client}`,
  `--listen-peer-urls=${peer}`,
  `--initial-advertise-peer-urls=${peer}`,
  `--initial-cluster=default=${peer}`,
  '--unsafe-no-fsync',
];

interface ApiServer {
  readonly etcd: string;
  readonly address: string;
  readonly port: number;
  /** Range of the addresses of Services. */
  readonly services: string;
}

export const apiServerFlags = (folder: string, { etcd, address, port, services }: ApiServer): string[] => [
  `--etcd-servers=${etcd}`,
  `--bind-address=${address}`,
  `--secure-port=${port}`,
  `--cert-dir=${join(folder, 'certificates')}`,
  `--token-auth-file=${join(folder, 'tokens.csv')}`,
  '--authorization-mode=RBAC',
  `--service-cluster-ip-range=${services}`,
  // Loopback is no endpoint that Kubernetes accepts; elsewhere pods find the API server by its Service.
  ...(address === LOOPBACK ? ['--endpoint-reconciler-type=none'] : [`--advertise-address=${address}`]),
  '--service-account-issuer=https://kubernetes.default.svc',
  `--service-account-key-file=${join(folder, 'service-account.key')}`,
  `--service-account-signing-key-file=${join(folder, 'service-account.key')}`,
];

/** The administrator's token and the key of service accounts, for the owner of the folder alone. */
export function writeServerFiles(folder: string): string {
  const token = randomBytes(18).toString('hex');
  writeFileSync(join(folder, 'tokens.csv'), `${token},admin,admin,system:masters\n`, { mode: 0o600 });
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  writeFileSync(join(folder, 'service-account.key'), privateKey, { mode: 0o600 });
  return token;
}

/**
 * An administrator's, with the certificate that the API server made for itself at its start.
 *
 * @param name of its context
 * @returns its path
 */
export function writeKubeconfig(folder: string, name: string, server: string, token: string): string {
  const path = join(folder, 'kubeconfig');
  const authority = readFileSync(join(folder, 'certificates', 'apiserver.crt')).toString('base64');
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name, cluster: { server, 'certificate-authority-data': authority } }],
    users: [{ name: 'admin', user: { token } }],
    contexts: [{ name, context: { cluster: name, user: 'admin' } }],
    'current-context': name,
  };
  writeFileSync(path, JSON.stringify(config), { mode: 0o600 });
  return path;
}

export function freePort(address = LOOPBACK): Promise<number> {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(0, address, () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
