/** A control plane whose nodes are played, an overlay to change, and `gomeet` on both. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Cluster, connectCluster } from '../../src/adapters/cluster.ts';
import type { ClusterObject } from '../../src/adapters/cluster-object.ts';
import { runCli } from '../support/run-cli.ts';
import { buildControlPlane, type ControlPlane, startControlPlane } from './control-plane.ts';
import { type OverlayFolder, overlayFolder } from './overlay-folder.ts';
import { type PlayedNode, playNode } from './played-node.ts';
import { buildPrograms, program } from './programs.ts';

/** Those that deployments need; the node's own is played. */
const controllers =
  'namespace-controller,garbage-collector-controller,serviceaccount-controller,deployment-controller,replicaset-controller,job-controller,' +
  'persistentvolume-binder-controller,persistentvolumeclaim-protection-controller,persistentvolume-protection-controller';

interface Answer {
  readonly exitCode: number;
  readonly stderr: string;
  readonly data: {
    readonly revision: number | null;
    readonly applied: boolean;
    readonly changes: readonly { action: string; kind: string; name: string; reason?: string }[];
  } | null;
  readonly error: { readonly code: string; readonly message: string; readonly hint: string } | null;
}

interface Kubeconfig {
  readonly clusters: { cluster: { server: string } }[];
  readonly users: { user: object }[];
}

export interface DeployFixture extends AsyncDisposable {
  readonly plane: ControlPlane;
  readonly cluster: Cluster;
  readonly node: PlayedNode;
  readonly overlay: OverlayFolder;
  readonly env: Readonly<Record<string, string>>;
  /** Runs a command on the overlay `test`. */
  gomeet(
    words: readonly string[],
    env?: Readonly<Record<string, string>>,
    signal?: AbortSignal,
  ): Promise<Answer>;
  deploy(objects: readonly ClusterObject[], ...flags: string[]): Promise<Answer>;
  /** A file with the administrator's kubeconfig, changed. */
  kubeconfigWith(name: string, change: (config: Kubeconfig) => void): string;
  /** Name and version of every object there is, but for events and what Kubernetes keeps for itself. */
  everything(): Promise<string[]>;
}

/** @param calls whether a deployment ends in a call: behind played pods nobody answers one */
export async function deployFixture({ calls = false } = {}): Promise<DeployFixture> {
  buildControlPlane();
  buildPrograms(['kubectl']);
  const folder = mkdtempSync(join(tmpdir(), 'gomeet-deploy-'));
  const plane = await startControlPlane(folder, { controllers });
  const env = { KUBECONFIG: plane.kubeconfig, GOMEET_KUBECTL: program('kubectl'), USER: 'ada' };
  const cluster = connectCluster({ env }, undefined);
  const node = playNode(cluster);
  const overlay = overlayFolder();
  const self: DeployFixture = {
    ...{ plane, cluster, node, overlay, env },
    async gomeet(words, more = {}, signal = new AbortController().signal) {
      const skip = !calls && (words[0] === 'deploy' || words[0] === 'rollback') ? ['--skip-call'] : [];
      const command = [...words, ...skip, '--target', 'kubernetes', '--json'];
      const { exitCode, stdout, stderr } = await runCli(command, {
        env: { ...env, GOMEET_KUBERNETES_OVERLAY: 'test', ...more },
        cwd: overlay.root,
        signal,
        projectRoot: overlay.root,
      });
      const { data, error } = JSON.parse(stdout) as Pick<Answer, 'data' | 'error'>;
      return { exitCode, stderr, data, error };
    },
    deploy(objects, ...flags) {
      overlay.write(objects);
      return self.gomeet(['deploy', '--yes', ...flags]);
    },
    kubeconfigWith(name, change) {
      const config = JSON.parse(readFileSync(plane.kubeconfig, 'utf8')) as Kubeconfig;
      change(config);
      const path = join(overlay.root, `${name}.json`);
      writeFileSync(path, JSON.stringify(config), { mode: 0o600 });
      return path;
    },
    async everything() {
      const types = (await cluster.types()).filter(({ verbs }) => verbs.includes('list'));
      const lists = await Promise.all(types.map((type) => cluster.list(type, { namespace: null })));
      return (
        lists
          .flat()
          // The API server renews a lease of its own every few seconds.
          .filter(({ kind, metadata }) => kind !== 'Event' && metadata.namespace !== 'kube-system')
          .map(({ kind, metadata: { namespace, name, resourceVersion } }) =>
            [kind, namespace ?? '', name, resourceVersion].join(' '),
          )
          .sort()
      );
    },
    async [Symbol.asyncDispose]() {
      await node[Symbol.asyncDispose]();
      await plane[Symbol.asyncDispose]();
      overlay[Symbol.dispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return self;
}
