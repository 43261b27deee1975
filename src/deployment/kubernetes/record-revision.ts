import type { Cluster } from '../../adapters/cluster.ts';
import type { ObjectKey, ResourceType } from '../../adapters/cluster-object.ts';
import {
  annotationsOf,
  REVISION_LABEL,
  REVISIONS_KEPT,
  type Revision,
  revisionIn,
  revisionSecret,
  stateAnnotation,
} from './revision.ts';

/** Revisions, and what deployments made beside the set. */
export const SECRETS: ResourceType = {
  apiVersion: 'v1',
  kind: 'Secret',
  resource: 'secrets',
  namespaced: true,
  verbs: [],
};

/** All that is on record, the newest first. */
export async function listRevisions(cluster: Cluster, namespace: string): Promise<Revision[]> {
  const secrets = await cluster.list(SECRETS, { namespace, labelSelector: REVISION_LABEL });
  return secrets.map(revisionIn).sort((a, b) => b.number - a.number);
}

export async function createRevision(cluster: Cluster, namespace: string, revision: Revision): Promise<void> {
  // An apply may be sent again when its answer was lost.
  await cluster.apply(revisionSecret(revision, namespace), { dryRun: false, force: true });
}

/** Writes down how far a deployment is. */
export async function markRevision(cluster: Cluster, namespace: string, revision: Revision): Promise<void> {
  await cluster.mergePatch(keyOfRevision(namespace, revision.number), {
    metadata: { annotations: annotationsOf(revision) },
  });
}

/**
 * Writes down that it failed, and leaves the waves on record that were ready. Where that cannot be written it stays `applying`,
 * from which the next run goes on all the same, and why it failed is not lost to a second error.
 */
export async function markFailed(cluster: Cluster, namespace: string, number: number): Promise<void> {
  const patch = { metadata: { annotations: stateAnnotation('failed') } };
  await cluster.mergePatch(keyOfRevision(namespace, number), patch).catch(() => undefined);
}

/** Deletes the oldest; the newest that was deployed stays whatever its age, as it is where a rollback goes. */
export async function trimRevisions(cluster: Cluster, namespace: string): Promise<void> {
  const all = await listRevisions(cluster, namespace);
  const lastGood = all.find(({ state }) => state === 'deployed')?.number;
  const old = all.slice(REVISIONS_KEPT).filter(({ number }) => number !== lastGood);
  for (const { number } of old) await cluster.delete(keyOfRevision(namespace, number));
}

const keyOfRevision = (namespace: string, number: number): ObjectKey => ({
  apiVersion: 'v1',
  kind: 'Secret',
  namespace,
  name: `gomeet-revision-${number}`,
});
