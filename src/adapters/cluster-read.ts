import { createInterface } from 'node:readline';
import type { Cluster, WatchEvent } from './cluster.ts';
import type { ClusterObject } from './cluster-object.ts';
import { type ClusterPaths, collectionPath } from './cluster-paths.ts';
import { explainKubernetesError } from './kubernetes-error.ts';

/** What the API server sends at most in one answer to a list. */
const PAGE_SIZE = '500';

/** The server sends a bookmark about once a minute, so three of silence mean that it is gone. */
const WATCH_SILENCE_MS = 180_000;

/** The part of a cluster that only looks. */
export function readCluster({
  ask,
  pathOf,
  connection,
  server,
}: ClusterPaths): Pick<Cluster, 'version' | 'get' | 'list' | 'watch'> {
  return {
    async version() {
      const { body } = await ask('read the version', null, { method: 'GET', path: '/version' });
      return (body as { gitVersion: string }).gitVersion;
    },
    async get(key) {
      const path = await pathOf(key);
      const answer = await ask(`read ${key.kind} ${key.name}`, key.namespace, { method: 'GET', path });
      return answer.status === 404 ? null : (answer.body as ClusterObject);
    },
    async list(type, { namespace, labelSelector }) {
      const items: ClusterObject[] = [];
      let next = '';
      do {
        const query = new URLSearchParams({
          limit: PAGE_SIZE,
          ...(labelSelector === undefined ? {} : { labelSelector }),
          ...(next === '' ? {} : { continue: next }),
        });
        const path = `${collectionPath(type, namespace)}?${query}`;
        const { body } = await ask(`list ${type.resource}`, namespace, { method: 'GET', path });
        const page = body as { items: ClusterObject[]; metadata: { continue?: string } };
        // Items of a list do not repeat what the list is of.
        items.push(...page.items.map((item) => ({ ...item, apiVersion: type.apiVersion, kind: type.kind })));
        next = page.metadata.continue ?? '';
      } while (next !== '');
      return items;
    },
    async *watch(type, { namespace, resourceVersion }, signal) {
      const query = new URLSearchParams({
        watch: '1',
        resourceVersion,
        allowWatchBookmarks: 'true',
        timeoutSeconds: '300',
      });
      const path = `${collectionPath(type, namespace)}?${query}`;
      const response = await connection.open({ method: 'GET', path, signal }, WATCH_SILENCE_MS);
      if (response.statusCode !== 200) {
        response.resume();
        throw explainKubernetesError(
          { code: response.statusCode },
          { what: `watch ${type.resource}`, namespace: namespace ?? 'the cluster', server },
        );
      }
      for await (const line of createInterface({ input: response })) {
        const event = JSON.parse(line) as WatchEvent | { type: 'ERROR' };
        // "Too old": whoever watches lists anew.
        if (event.type === 'ERROR') return;
        yield event;
      }
    },
  };
}
