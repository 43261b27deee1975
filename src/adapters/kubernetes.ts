import {
  BatchV1Api,
  CoreV1Api,
  PatchStrategy,
  setHeaderOptions,
  type V1Job,
  type V1Pod,
  type V1Secret,
  VersionApi,
} from '@kubernetes/client-node';
import { loadKubeConfig } from './kube-config.ts';
import { explainKubernetesError } from './kubernetes-error.ts';

/** A namespace of a cluster, as far as a run in pods needs it. Each call throws a GomeetError that says what is missing. */
export interface Kubernetes {
  /** The context of the kubeconfig that is spoken to. */
  readonly context: string;
  /** Version of the API server, such as `v1.36.3`; the first call of a run, which finds out whether there is one. */
  version(): Promise<string>;
  /** @returns the Job's uid, for what it owns */
  createJob(job: V1Job): Promise<string>;
  createSecret(secret: V1Secret): Promise<void>;
  /** Lets the pods of a suspended Job begin. */
  resumeJob(name: string): Promise<void>;
  pods(labelSelector: string): Promise<readonly V1Pod[]>;
  /** Warnings about a Job, such as a quota that lets no pod in; the latest last. */
  jobWarnings(name: string): Promise<readonly string[]>;
  podLog(pod: string): Promise<string>;
  /** Deletes a Job with its pods, and every Secret with these labels. What is gone already is no error. */
  deleteJob(name: string, labelSelector: string): Promise<void>;
}

interface World {
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface KubernetesPlace {
  readonly namespace: string;
  /** Undefined is the kubeconfig's current one. */
  readonly context: string | undefined;
}

export function connectKubernetes(world: World, { namespace, context }: KubernetesPlace): Kubernetes {
  const config = loadKubeConfig(world.env.KUBECONFIG, context);
  const server = config.getCurrentCluster()?.server ?? '';
  const core = config.makeApiClient(CoreV1Api);
  const batch = config.makeApiClient(BatchV1Api);
  const ask = async <Answer>(what: string, call: Promise<Answer>): Promise<Answer> => {
    try {
      return await call;
    } catch (error) {
      throw explainKubernetesError(error, { what, namespace, server });
    }
  };
  return {
    context: config.currentContext,
    version: async () =>
      (await ask('read the version', config.makeApiClient(VersionApi).getCode())).gitVersion,
    async createJob(body) {
      const { metadata } = await ask('create a Job', batch.createNamespacedJob({ namespace, body }));
      return metadata?.uid ?? '';
    },
    async createSecret(body) {
      await ask('create a Secret', core.createNamespacedSecret({ namespace, body }));
    },
    async resumeJob(name) {
      const options = setHeaderOptions('Content-Type', PatchStrategy.MergePatch);
      const request = { name, namespace, body: { spec: { suspend: false } } };
      await ask('start the Job', batch.patchNamespacedJob(request, options));
    },
    pods: async (labelSelector) =>
      (await ask('list pods', core.listNamespacedPod({ namespace, labelSelector }))).items,
    async jobWarnings(name) {
      const fieldSelector = `involvedObject.kind=Job,involvedObject.name=${name},type=Warning`;
      const { items } = await ask('list events', core.listNamespacedEvent({ namespace, fieldSelector }));
      return items.flatMap(({ message }) => (message === undefined ? [] : [message]));
    },
    podLog: (name) => ask('read a log', core.readNamespacedPodLog({ name, namespace })),
    async deleteJob(name, labelSelector) {
      const request = { name, namespace, propagationPolicy: 'Background' };
      await ask('delete the Job', unlessGone(batch.deleteNamespacedJob(request)));
      await ask('delete Secrets', core.deleteCollectionNamespacedSecret({ namespace, labelSelector }));
    },
  };
}

async function unlessGone<Answer>(call: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await call;
  } catch (error) {
    if ((error as { code?: unknown }).code === 404) return undefined;
    throw error;
  }
}
