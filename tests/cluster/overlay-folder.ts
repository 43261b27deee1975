/** A project of its own for a test of deployments: an overlay `test` of a few objects that the test changes as it likes. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { ClusterObject } from '../../src/adapters/cluster-object.ts';

export interface OverlayFolder extends Disposable {
  /** Where the command runs, and what it takes for the project. */
  readonly root: string;
  write(objects: readonly ClusterObject[]): void;
}

export function overlayFolder(): OverlayFolder {
  const root = mkdtempSync(join(tmpdir(), 'gomeet-overlay-'));
  const folder = join(root, 'manifests', 'overlays', 'test');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'kustomization.yaml'), stringify({ resources: ['objects.yaml'] }));
  return {
    root,
    write(objects) {
      writeFileSync(
        join(folder, 'objects.yaml'),
        objects.map((object) => `---\n${stringify(object)}`).join(''),
      );
    },
    [Symbol.dispose]() {
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** The two namespaces that every overlay has. */
export const namespaces: readonly ClusterObject[] = ['gomeet', 'gomeet-media'].map((name) => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name },
}));

export const configMap = (name: string, data: Readonly<Record<string, string>>): ClusterObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'gomeet' },
  data,
});

/** On a node that the test plays: the scheduler leaves it alone. */
export const deployment = (name: string, wave: string, image: string): ClusterObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace: 'gomeet', annotations: { 'gomeet.io/wave': wave } },
  spec: {
    replicas: 1,
    selector: { matchLabels: { 'app.kubernetes.io/name': name } },
    template: {
      metadata: { labels: { 'app.kubernetes.io/name': name } },
      spec: { nodeName: 'played', containers: [{ name, image }] },
    },
  },
});
