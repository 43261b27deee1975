import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import type { ClusterObject } from '../../src/adapters/cluster-object.ts';
import { ENVIRONMENTS } from '../../src/deployment/kubernetes/environment.ts';
import { parseManifests } from '../../src/deployment/kubernetes/parse-manifests.ts';
import { renderOverlay } from '../../src/deployment/kubernetes/render-overlay.ts';
import { bringOperatorManifests } from '../cluster/operator-manifests.ts';
import { kubectl } from './render.ts';

await bringOperatorManifests();

export interface Rendered {
  /** Its folder below manifests/overlays. */
  readonly name: string;
  readonly objects: readonly ClusterObject[];
  /** Those that we write: without operators and the types that they bring, which are others' own. */
  readonly own: readonly ClusterObject[];
}

const world = {
  env: { ...process.env, GOMEET_KUBECTL: kubectl() },
  projectRoot: fileURLToPath(new URL('../..', import.meta.url)),
  signal: new AbortController().signal,
};

const wanted = [
  ...(['self-hosted', 'digitalocean-managed'] as const).flatMap((overlay) =>
    ENVIRONMENTS.map((environment) => ({ overlay, environment, name: `${overlay}/${environment}` })),
  ),
  { overlay: 'test', environment: 'production', name: 'test' } as const,
];

/** With what an overlay may add, and none does by itself. */
function renderWithLogsAndTraces(): ClusterObject[] {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'gomeet-overlay-')));
  const below = (path: string): string => relative(folder, join(world.projectRoot, 'manifests', path));
  try {
    const kustomization = {
      resources: [below('overlays/self-hosted/production')],
      components: ['logging-loki', 'tracing-jaeger', 'images'].map((each) => below(`components/${each}`)),
    };
    writeFileSync(join(folder, 'kustomization.yaml'), stringify(kustomization));
    const text = execFileSync(kubectl(), ['kustomize', folder], { encoding: 'utf8', maxBuffer: 2 ** 26 });
    return parseManifests(text, 'logs and traces');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const named = (name: string, objects: readonly ClusterObject[]): Rendered => ({
  name,
  objects,
  own: objects.filter((object) => !isOthers(object)),
});

/** Every overlay, as a deployment renders it, and one with all that is optional. */
export const overlays: readonly Rendered[] = [
  ...(await Promise.all(
    wanted.map(async ({ overlay, environment, name }) =>
      named(name, await renderOverlay(world, { overlay, environment })),
    ),
  )),
  named('self-hosted with logs and traces', renderWithLogsAndTraces()),
];

/** Operators keep to namespaces of their own; what they have for the whole cluster bears their names. */
function isOthers({ kind, metadata }: ClusterObject): boolean {
  const theirs = ['cnpg-system', 'cert-manager'];
  if (metadata.namespace !== undefined) return theirs.includes(metadata.namespace);
  if (kind === 'Namespace') return theirs.includes(metadata.name);
  return (
    kind === 'CustomResourceDefinition' ||
    /^(cnpg-|cert-manager|plugin-barman|objectstore|metrics-)/.test(metadata.name)
  );
}

/** The overlay of that name. */
export function overlay(name: string): Rendered {
  const found = overlays.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no overlay ${name} was rendered`);
  return found;
}
