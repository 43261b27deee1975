/**
 * Volumes for claims: a folder of the node's disk for each, as a local-path provisioner gives. It plays the storage of a
 * cloud, which no test machine has; binding, mounting and ownership are Kubernetes' own.
 */
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CoreV1Api, type KubeConfig, type V1PersistentVolumeClaim } from '@kubernetes/client-node';

/** The class that claims get where the manifests name none. Others may name the same provisioner. */
export const storageClass = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: {
    name: 'test-folders',
    annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' },
  },
  provisioner: 'gomeet.test/folders',
  // The folder lies where the first pod that wants it runs.
  volumeBindingMode: 'WaitForFirstConsumer',
  reclaimPolicy: 'Delete',
};

/** Looks for claims whose pod has a node until disposed of. */
export function provisionVolumes(config: KubeConfig, folder: string): AsyncDisposable {
  const core = config.makeApiClient(CoreV1Api);
  const stopping = new AbortController();
  const made = new Set<string>();
  const look = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const { items } = await core.listPersistentVolumeClaimForAllNamespaces().catch(() => ({ items: [] }));
      for (const claim of items) {
        const node = claim.metadata?.annotations?.['volume.kubernetes.io/selected-node'];
        const uid = claim.metadata?.uid ?? '';
        if (node === undefined || claim.spec?.volumeName || made.has(uid)) continue;
        made.add(uid);
        await core.createPersistentVolume({ body: volumeFor(claim, node, join(folder, uid)) });
      }
      await delay(200, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  const looked = look();
  return {
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await looked;
    },
  };
}

function volumeFor({ metadata, spec }: V1PersistentVolumeClaim, node: string, path: string) {
  mkdirSync(path, { recursive: true });
  // As a fresh disk's: the kubelet gives it to the pod's group.
  chmodSync(path, 0o777);
  const nodeTerms = [{ key: 'kubernetes.io/hostname', operator: 'In', values: [node] }];
  return {
    metadata: { name: `folder-${metadata?.uid}` },
    spec: {
      capacity: { storage: spec?.resources?.requests?.storage ?? '1Gi' },
      accessModes: spec?.accessModes ?? ['ReadWriteOnce'],
      storageClassName: spec?.storageClassName ?? '',
      persistentVolumeReclaimPolicy: 'Retain',
      claimRef: {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        name: metadata?.name ?? '',
        namespace: metadata?.namespace ?? '',
        uid: metadata?.uid ?? '',
      },
      local: { path },
      nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: nodeTerms }] } },
    },
  };
}
