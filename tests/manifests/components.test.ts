/** What holds between the objects of every overlay: references, Services, routes, versions, waves, namespaces. */
import { describe, expect, test } from 'vitest';
import type { ClusterObject } from '../../src/adapters/cluster-object.ts';
import { quantityOf } from '../../src/deployment/kubernetes/resource-quantity.ts';
import { wavesOf } from '../../src/deployment/kubernetes/waves.ts';
import { isSelected, nameOf, podsOf } from './pods.ts';
import { overlay, overlays } from './render-overlays.ts';

/** The operator makes them for the Cluster `postgres`. */
const operatorServices = ['postgres-rw', 'postgres-ro'];

const specOf = (object: ClusterObject): Readonly<Record<string, unknown>> =>
  (object.spec ?? {}) as Readonly<Record<string, unknown>>;
const ofKind = (objects: readonly ClusterObject[], kind: string): ClusterObject[] =>
  objects.filter((object) => object.kind === kind);
const found = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map((match) => match[1] ?? '');

describe.each(overlays.map((each) => [each.name, each] as const))('%s', (name, { objects, own }) => {
  const pods = podsOf(own);
  const exists = (kind: string, namespace: string | undefined, wanted: string): boolean =>
    own.some(
      ({ kind: is, metadata }) => is === kind && metadata.namespace === namespace && metadata.name === wanted,
    );

  test('every object has a wave, and no two are one', () => {
    expect(wavesOf(objects).flatMap((wave) => wave.objects)).toHaveLength(objects.length);
    const names = objects.map((object) => `${object.apiVersion} ${nameOf(object)}`);
    expect(names.filter((each, index) => names.indexOf(each) !== index)).toEqual([]);
  });

  test('every object says what it is, what for, and that it is ours', () => {
    const silent = own.filter(
      ({ metadata: { labels = {} } }) =>
        !labels['app.kubernetes.io/name'] ||
        labels['app.kubernetes.io/part-of'] !== 'gomeet' ||
        !['api', 'media', 'data', 'edge', 'monitoring', 'backup'].includes(
          labels['app.kubernetes.io/component'] ?? '',
        ),
    );
    expect(silent.map(nameOf)).toEqual([]);
  });

  test('every Service leads to a port of pods', () => {
    for (const service of ofKind(own, 'Service')) {
      const {
        selector,
        ports = [],
        type,
      } = specOf(service) as {
        selector?: Record<string, string>;
        ports?: { targetPort?: string | number; port: number }[];
        type?: string;
      };
      if (type === 'ExternalName') continue;
      const behind = pods.filter(
        (one) => one.namespace === service.metadata.namespace && isSelected(selector ?? {}, one.labels),
      );
      expect(behind.length, nameOf(service)).toBeGreaterThan(0);
      const named = behind.flatMap(({ containers }) =>
        (containers as readonly { ports?: { name?: string; containerPort: number }[] }[]).flatMap(
          ({ ports: open = [] }) => open.flatMap((port) => [port.name, port.containerPort]),
        ),
      );
      for (const { targetPort, port } of ports) expect(named, nameOf(service)).toContain(targetPort ?? port);
    }
  });

  test('what pods refer to is there', () => {
    for (const { owner, namespace, spec } of pods) {
      const text = JSON.stringify(spec);
      const maps = [
        ...found(text, /"configMap(?:Ref|KeyRef)":\{[^{}]*"name":"([^"]+)"/g),
        ...found(text, /"configMap":\{(?:"[^"]+":\d+,)?(?:"items":\[[^\]]*\],)?"name":"([^"]+)"/g),
      ];
      for (const map of maps)
        expect(exists('ConfigMap', namespace, map), `${owner}: ConfigMap ${map}`).toBe(true);
      const account = found(text, /"serviceAccountName":"([^"]+)"/g)[0] ?? 'default';
      expect(exists('ServiceAccount', namespace, account), `${owner}: account ${account}`).toBe(true);
    }
  });

  test('every volume that is claimed is of a class that overlays bring, not of whatever the cluster takes', () => {
    const classes = new Set(
      overlays.flatMap((each) => ofKind(each.objects, 'StorageClass').map(({ metadata }) => metadata.name)),
    );
    const claims = ofKind(own, 'StatefulSet').flatMap((set) => {
      const { volumeClaimTemplates = [] } = specOf(set) as {
        volumeClaimTemplates?: { spec: { storageClassName?: string } }[];
      };
      return volumeClaimTemplates.map(({ spec }) => [nameOf(set), spec.storageClassName ?? 'none'] as const);
    });
    expect(claims.length).toBeGreaterThan(0);
    expect(claims.filter(([, storageClass]) => !classes.has(storageClass))).toEqual([]);
  });

  test('every image is of one version', () => {
    const images = pods.flatMap(({ containers }) => containers.map(({ image }) => String(image)));
    const cluster = ofKind(own, 'Cluster').map((each) => String(specOf(each).imageName));
    const loose = [...images, ...cluster].filter((image) => !/(:[\w.-]+|@sha256:\w+)$/.test(image));
    expect(loose).toEqual([]);
    expect(images.filter((image) => image.endsWith(':latest'))).toEqual([]);
  });

  test('every route leads somewhere through something', () => {
    for (const route of ofKind(own, 'IngressRoute')) {
      const { namespace } = route.metadata;
      const { routes } = specOf(route) as {
        routes: {
          match: string;
          middlewares?: { name: string }[];
          services: { kind?: string; name: string }[];
        }[];
      };
      for (const { middlewares = [], services } of routes) {
        for (const middleware of middlewares)
          expect(exists('Middleware', namespace, middleware.name), middleware.name).toBe(true);
        for (const service of services) {
          const kind = service.kind ?? 'Service';
          const isThere = service.name.endsWith('@internal') || exists(kind, namespace, service.name);
          expect(isThere, `${nameOf(route)} → ${kind} ${service.name}`).toBe(true);
        }
      }
    }
  });

  test('environments do not touch one another', () => {
    const prefix = name.endsWith('staging') ? 'gomeet-staging' : 'gomeet';
    const namespaces = new Set(own.flatMap(({ metadata }) => metadata.namespace ?? []));
    expect([...namespaces].sort()).toEqual([prefix, `${prefix}-media`]);
    if (prefix === 'gomeet') return;
    // Names of the other environment inside of settings, arguments, subjects and policies.
    const other =
      /"(namespace|kubernetes\.io\/metadata\.name)":"gomeet(-media)?"|\bgomeet(-media)?\.svc|=gomeet,gomeet-media/;
    const leaks = own.filter((object) => other.test(JSON.stringify({ ...object, metadata: {} })));
    expect(leaks.map(nameOf)).toEqual([]);
    const shared = ['PriorityClass', 'StorageClass', 'CustomResourceDefinition'];
    expect(objects.filter(({ kind }) => shared.includes(kind)).map(nameOf)).toEqual([]);
  });

  test('rights name accounts that exist', () => {
    for (const binding of own.filter(({ kind }) => kind.endsWith('RoleBinding'))) {
      const { subjects = [], roleRef } = binding as unknown as {
        subjects?: { kind: string; name: string; namespace: string }[];
        roleRef: { kind: string; name: string };
      };
      const place = roleRef.kind === 'ClusterRole' ? undefined : binding.metadata.namespace;
      expect(exists(roleRef.kind, place, roleRef.name), nameOf(binding)).toBe(true);
      for (const { kind, name: account, namespace } of subjects)
        expect(exists(kind, namespace, account), `${nameOf(binding)} → ${namespace}/${account}`).toBe(true);
    }
  });

  test('the database is reached where the operator or the provider has it', () => {
    const isOperated = ofKind(own, 'Cluster').some(({ metadata }) => metadata.name === 'postgres');
    const [namespace] = own.flatMap(({ kind, metadata }) =>
      kind === 'Deployment' && metadata.name === 'pooler' ? [metadata.namespace] : [],
    );
    for (const service of operatorServices)
      expect(exists('Service', namespace, service), service).toBe(!isOperated);
  });
});

test('the overlay for tests asks for less than two cores and 4 GiB', () => {
  const { own } = overlay('test');
  const asked = podsOf(own).flatMap(({ object, spec }) => {
    const replicas = Number(specOf(object).replicas ?? 1);
    return spec.containers.map(({ resources }) => ({ replicas, requests: resources?.requests }));
  });
  const databases = ofKind(own, 'Cluster').map((each) => {
    const { instances, resources } = specOf(each) as {
      instances: number;
      resources: { requests: Record<string, string> };
    };
    return { replicas: instances, requests: resources.requests };
  });
  const sum = (name: 'cpu' | 'memory'): number =>
    [...asked, ...databases].reduce(
      (total, { replicas, requests }) => total + replicas * quantityOf(requests?.[name] ?? 0),
      0,
    );
  // The operator and the system's own pods come on top.
  expect(sum('cpu')).toBeLessThan(1.5);
  expect(sum('memory')).toBeLessThan(3 * 2 ** 30);
});
