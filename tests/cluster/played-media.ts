/**
 * Media nodes whose kubelet and LiveKit are played: pods run as soon as they are placed, answer with LiveKit's metrics at the
 * node's own address, take a deletion as LiveKit takes SIGTERM (they end when nobody is left), and are ended by force when the
 * time that Kubernetes gave them is over. Scheduling, replica sets and deletions are Kubernetes' own.
 */
import { execFileSync } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { Cluster } from '../../src/adapters/cluster.ts';
import type { ClusterObject, ResourceType } from '../../src/adapters/cluster-object.ts';

const PODS: ResourceType = { apiVersion: 'v1', kind: 'Pod', resource: 'pods', namespaced: true, verbs: [] };
export const MEDIA_NAMESPACE = 'gomeet-media';

interface Occupants {
  readonly rooms: number;
  readonly people: number;
}

export interface PlayedMedia extends AsyncDisposable {
  /** Who is on the media server of a node. */
  setOccupants(node: string, occupants: Occupants): void;
  /** How often somebody has read the metrics of a node's media server. */
  looksAt(node: string): number;
  pods(): Promise<readonly ClusterObject[]>;
}

/** The API server asks no loopback address for metrics: the nodes get addresses of the range for benchmarks (RFC 2544) on `lo`. */
const addressOf = (index: number): string => `198.18.73.${index + 1}`;

export async function playMedia(cluster: Cluster, nodes: readonly string[]): Promise<PlayedMedia> {
  const occupants = new Map<string, Occupants>();
  const looks = new Map<string, number>();
  const servers: Server[] = [];
  for (const [index, node] of nodes.entries()) {
    execFileSync('ip', ['address', 'replace', `${addressOf(index)}/32`, 'dev', 'lo']);
    const look = (): Occupants => {
      looks.set(node, (looks.get(node) ?? 0) + 1);
      return occupants.get(node) ?? { rooms: 0, people: 0 };
    };
    servers.push(await serveMetrics(addressOf(index), look));
    await createNode(cluster, node);
  }
  const stop = new AbortController();
  const kubelet = new Kubelet(cluster, nodes, (node) => occupants.get(node)?.people ?? 0);
  const pods = async (): Promise<readonly ClusterObject[]> =>
    cluster.list(PODS, { namespace: MEDIA_NAMESPACE });
  const playing = (async () => {
    while (!stop.signal.aborted) {
      for (const pod of await pods().catch(() => [])) await kubelet.play(pod).catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  })();
  return {
    setOccupants: (node, who) => void occupants.set(node, who),
    looksAt: (node) => looks.get(node) ?? 0,
    pods,
    async [Symbol.asyncDispose]() {
      stop.abort();
      await playing;
      for (const [index, server] of servers.entries()) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
        execFileSync('ip', ['address', 'delete', `${addressOf(index)}/32`, 'dev', 'lo']);
      }
    },
  };
}

function serveMetrics(address: string, who: () => Occupants): Promise<Server> {
  const server = createServer((_request, response) => {
    const { rooms, people } = who();
    response.setHeader('content-type', 'text/plain; version=0.0.4');
    response.end(
      `livekit_room_total{node_id="ND_1"} ${rooms}\nlivekit_participant_total{node_id="ND_1"} ${people}\n`,
    );
  });
  return new Promise((resolve) => server.listen(6789, address, () => resolve(server)));
}

async function createNode(cluster: Cluster, name: string): Promise<void> {
  const type = { apiVersion: 'v1', kind: 'Node' } as const;
  await cluster.create({ ...type, metadata: { name, labels: { 'gomeet.io/pool': 'media' } } });
  const room = { cpu: '4', memory: '8Gi', pods: '20' };
  const conditions = [{ type: 'Ready', status: 'True', reason: 'Played', message: '' }];
  const status = { capacity: room, allocatable: room, conditions };
  const key = { ...type, namespace: null, name };
  await cluster.mergePatch(key, { status }, 'status');
  // Every new node is tainted as not ready, until a controller that does not run here has seen it.
  await cluster.mergePatch(key, { spec: { taints: null } });
}

class Kubelet {
  readonly #cluster: Cluster;
  readonly #nodes: readonly string[];
  readonly #peopleOn: (node: string) => number;
  /** When a pod was told its time, and how much: less is counted anew, as the kubelet does. */
  readonly #told = new Map<string, { readonly seconds: number; readonly atMs: number }>();

  constructor(cluster: Cluster, nodes: readonly string[], peopleOn: (node: string) => number) {
    this.#cluster = cluster;
    this.#nodes = nodes;
    this.#peopleOn = peopleOn;
  }

  async play(pod: ClusterObject): Promise<void> {
    const { name, uid = '', deletionTimestamp, deletionGracePeriodSeconds } = pod.metadata;
    const { nodeName } = pod.spec as { nodeName?: string };
    const key = { apiVersion: 'v1', kind: 'Pod', namespace: MEDIA_NAMESPACE, name };
    if (nodeName === undefined) return;
    if (deletionTimestamp === undefined) {
      const { podIP } = (pod.status ?? {}) as { podIP?: string };
      if (podIP === undefined) await this.#cluster.mergePatch(key, this.#running(nodeName), 'status');
      return;
    }
    const seconds = deletionGracePeriodSeconds as number;
    if (this.#told.get(uid)?.seconds !== seconds) this.#told.set(uid, { seconds, atMs: performance.now() });
    const isOver = performance.now() > (this.#told.get(uid)?.atMs ?? 0) + seconds * 1000;
    if (isOver || this.#peopleOn(nodeName) === 0)
      await this.#cluster.delete(key, { uid, gracePeriodSeconds: 0 });
  }

  #running(node: string): object {
    const now = new Date().toISOString();
    const podIP = addressOf(this.#nodes.indexOf(node));
    const conditions = ['Ready', 'ContainersReady'].map((type) => ({
      type,
      status: 'True',
      lastTransitionTime: now,
    }));
    return { status: { phase: 'Running', podIP, podIPs: [{ ip: podIP }], hostIP: podIP, conditions } };
  }
}
