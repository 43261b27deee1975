/** An operator with a type of its own, of which only its work is played: it takes a finalizer off what is being deleted. */
import type { Cluster } from '../../src/adapters/cluster.ts';
import type { ClusterObject } from '../../src/adapters/cluster-object.ts';
import { deployment } from './overlay-folder.ts';

const home = 'widget-system';
const FINALIZER = 'example.org/cleanup';
const rbac = 'rbac.authorization.k8s.io/v1';

const program: ClusterObject = {
  ...deployment('operator', 'operators', 'good:1'),
  metadata: { name: 'operator', namespace: home, annotations: { 'gomeet.io/wave': 'operators' } },
};

/** As a release brings it: its type, its namespace, its program, its rights. */
export const widgetOperator: readonly ClusterObject[] = [
  {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'widgets.example.org' },
    spec: {
      group: 'example.org',
      scope: 'Namespaced',
      names: { kind: 'Widget', plural: 'widgets', singular: 'widget', listKind: 'WidgetList' },
      versions: [
        { name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } },
      ],
    },
  },
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: home } },
  program,
  {
    apiVersion: rbac,
    kind: 'ClusterRole',
    metadata: { name: 'widget-operator' },
    rules: [{ apiGroups: ['example.org'], resources: ['widgets'], verbs: ['get', 'list', 'update'] }],
  },
  {
    apiVersion: rbac,
    kind: 'ClusterRoleBinding',
    metadata: { name: 'widget-operator' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'widget-operator' },
    subjects: [{ kind: 'ServiceAccount', name: 'default', namespace: home }],
  },
];

export const widget = (name: string, namespace: string): ClusterObject => ({
  apiVersion: 'example.org/v1',
  kind: 'Widget',
  metadata: { name, namespace, finalizers: [FINALIZER], annotations: { 'gomeet.io/wave': 'data' } },
});

interface Finished {
  readonly widget: string;
  /** Whether the program that would have done it was still there. */
  readonly isProgramThere: boolean;
}

export interface PlayedOperator extends AsyncDisposable {
  finished(): readonly Finished[];
  /** Does nothing from now on, as one that has crashed. */
  pause(): void;
  resume(): void;
}

export function playOperator(cluster: Cluster): PlayedOperator {
  const stop = new AbortController();
  const finished: Finished[] = [];
  let isPaused = false;
  const type = {
    apiVersion: 'example.org/v1',
    kind: 'Widget',
    resource: 'widgets',
    namespaced: true,
    verbs: [],
  };
  const finish = async (object: ClusterObject): Promise<void> => {
    const { name, namespace = null } = object.metadata;
    const key = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: home, name: 'operator' };
    const live = await cluster.get(key);
    finished.push({
      widget: name,
      isProgramThere: live !== null && live.metadata.deletionTimestamp === undefined,
    });
    const { apiVersion, kind } = object;
    await cluster.mergePatch({ apiVersion, kind, namespace, name }, { metadata: { finalizers: null } });
  };
  const playing = (async () => {
    while (!stop.signal.aborted) {
      // Before the type is there, and after it went, there is nothing to do.
      const widgets = isPaused ? [] : await cluster.list(type, { namespace: null }).catch(() => []);
      for (const object of widgets)
        if (object.metadata.deletionTimestamp !== undefined) await finish(object).catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  })();
  return {
    finished: () => finished,
    pause() {
      isPaused = true;
    },
    resume() {
      isPaused = false;
    },
    async [Symbol.asyncDispose]() {
      stop.abort();
      await playing;
    },
  };
}
