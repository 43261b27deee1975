/** The kubelet's part for pods on the node `played`: what a container's image decides. Everything else is Kubernetes' own. */
import type { Cluster } from '../../src/adapters/cluster.ts';
import type { ClusterObject, ResourceType } from '../../src/adapters/cluster-object.ts';

const PODS: ResourceType = { apiVersion: 'v1', kind: 'Pod', resource: 'pods', namespaced: true, verbs: [] };

interface PodSpec {
  readonly containers: readonly { readonly name: string; readonly image: string }[];
}

export interface PlayedNode extends AsyncDisposable {
  /** Lets pods with images named `held` run from now on. */
  release(): void;
  hold(): void;
}

/**
 * Images named `good` run at once, `held` when they are released, `slow` as well at once, but these end only when they are told
 * to within half a minute, `done` come to their end by themselves, `fails` to a bad one; every other is not there.
 */
export function playNode(cluster: Cluster): PlayedNode {
  const stop = new AbortController();
  let isReleased = false;
  const isHeld = (image: string): boolean => image.startsWith('held') && !isReleased;
  const playing = (async () => {
    while (!stop.signal.aborted) {
      const pods = await cluster.list(PODS, { namespace: null }).catch(() => []);
      for (const pod of pods) await play(cluster, pod, isHeld).catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  })();
  return {
    release() {
      isReleased = true;
    },
    hold() {
      isReleased = false;
    },
    async [Symbol.asyncDispose]() {
      stop.abort();
      await playing;
    },
  };
}

async function play(cluster: Cluster, pod: ClusterObject, isHeld: (image: string) => boolean): Promise<void> {
  const key = {
    apiVersion: 'v1',
    kind: 'Pod',
    namespace: pod.metadata.namespace ?? null,
    name: pod.metadata.name,
  };
  const { containers } = pod.spec as PodSpec;
  const [{ name, image } = { name: '', image: '' }] = containers;
  if (pod.metadata.deletionTimestamp !== undefined) {
    if (image.startsWith('slow') && Number(pod.metadata.deletionGracePeriodSeconds) > 30) return;
    await cluster.delete(key, { gracePeriodSeconds: 0 });
    return;
  }
  const status = (pod.status ?? {}) as { containerStatuses?: unknown };
  if (status.containerStatuses !== undefined || isHeld(image)) return;
  const isGood = /^(good|held|slow)/.test(image);
  const now = new Date().toISOString();
  const { phase, state } = outcomeOf(image, isGood, now);
  const ready = isGood ? 'True' : 'False';
  const patch = {
    status: {
      phase,
      conditions: ['Ready', 'ContainersReady'].map((type) => ({
        type,
        status: ready,
        lastTransitionTime: now,
      })),
      containerStatuses: [{ name, image, imageID: image, ready: isGood, restartCount: 0, state }],
    },
  };
  await cluster.mergePatch(key, patch, 'status');
}

function outcomeOf(image: string, isGood: boolean, now: string): { phase: string; state: object } {
  if (isGood) return { phase: 'Running', state: { running: { startedAt: now } } };
  const end = { startedAt: now, finishedAt: now };
  if (image.startsWith('done'))
    return { phase: 'Succeeded', state: { terminated: { ...end, exitCode: 0, reason: 'Completed' } } };
  if (image.startsWith('fails'))
    return { phase: 'Failed', state: { terminated: { ...end, exitCode: 1, reason: 'Error' } } };
  const waiting = { reason: 'ErrImageNeverPull', message: `image ${image} is not there` };
  return { phase: 'Pending', state: { waiting } };
}
