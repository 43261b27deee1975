/**
 * A whole cluster for a test: the control plane with all its controllers, and nodes that truly run pods. Disposing ends
 * every process, mount, namespace, interface and control group of it.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { buildControlPlane, type ControlPlane, startControlPlane } from './control-plane.ts';
import { nameServer, nameServerImage } from './name-server.ts';
import { installNeededPackages } from './needed-packages.ts';
import { createNetwork } from './network.ts';
import { pauseImage, type RealNode, startNode } from './node-runtime.ts';
import { type Image, packLayer, writeArchive } from './oci-image.ts';
import { buildPrograms, program } from './programs.ts';
import { provisionVolumes, storageClass } from './provision-volumes.ts';
import { stageFiles } from './stage-files.ts';

export interface Cluster extends AsyncDisposable {
  readonly plane: ControlPlane;
  readonly nodes: readonly RealNode[];
  /** Runs kubectl to its end and returns what it said. */
  kubectl(args: readonly string[], input?: string): Promise<string>;
  apply(objects: readonly object[]): Promise<void>;
}

interface NodeShape {
  readonly name: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** Such as `gomeet.io/pool=media:NoSchedule`. */
  readonly taints?: readonly string[];
}

interface ClusterOptions {
  readonly nodes: readonly NodeShape[];
  /** What pods may run; nothing is ever pulled. */
  readonly images: readonly Image[];
}

/** Builds what is missing; apart from the start, which is a matter of seconds. */
export function buildCluster(): void {
  installNeededPackages();
  buildControlPlane();
  buildPrograms(['kubelet', 'kube-proxy', 'kubectl', 'pause', 'coredns']);
}

/** @param folder where it keeps everything; the caller removes it */
export async function startCluster(
  folder: string,
  { nodes: shapes, images }: ClusterOptions,
): Promise<Cluster> {
  const network = createNetwork(shapes.length);
  const stack = new AsyncDisposableStack();
  stack.use(network);
  try {
    const plane = stack.use(await startControlPlane(folder, { address: network.address, controllers: '*' }));
    const own = [await pauseImageIn(folder), await nameServerImage(folder)];
    const archive = writeArchive([...own, ...images], join(folder, 'images'));
    const nodes: RealNode[] = [];
    for (const [index, shape] of shapes.entries()) {
      const place = network.nodes[index];
      if (place === undefined) throw new Error(`the network has no place for ${shape.name}`);
      const node = await startNode({
        name: shape.name,
        folder: join(folder, shape.name),
        network: place,
        kubeconfig: plane.kubeconfig,
        labels: shape.labels ?? {},
        taints: shape.taints ?? [],
      });
      nodes.push(stack.use(node));
      node.load(archive);
    }
    stack.use(provisionVolumes(plane.config, join(folder, 'volumes')));
    const kubectl = kubectlOf(plane);
    const apply = async (objects: readonly object[]): Promise<void> => {
      const documents = objects.map((each) => JSON.stringify(each));
      await kubectl(['apply', '--server-side', '-f', '-'], documents.join('\n---\n'));
    };
    await apply([...nameServer, storageClass]);
    const owned = stack.move();
    return { plane, nodes, kubectl, apply, [Symbol.asyncDispose]: () => owned.disposeAsync() };
  } finally {
    await stack.disposeAsync();
  }
}

const kubectlOf =
  ({ kubeconfig }: ControlPlane): Cluster['kubectl'] =>
  (args, input = '') =>
    new Promise((resolve, reject) => {
      const whole = ['--kubeconfig', kubeconfig, ...args];
      const child = execFile(program('kubectl'), whole, { maxBuffer: 1e8 }, (error, stdout) =>
        error ? reject(error) : resolve(stdout),
      );
      child.stdin?.end(input);
    });

async function pauseImageIn(folder: string): Promise<Image> {
  const staged = stageFiles(join(folder, 'pause'), { '/pause': program('pause') });
  const layers = [await packLayer(staged, join(folder, 'layers'))];
  return { name: pauseImage, layers, config: { entrypoint: ['/pause'] } };
}
