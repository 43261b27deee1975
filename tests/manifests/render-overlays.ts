import { fileURLToPath } from 'node:url';
import type { ClusterObject } from '../../src/adapters/cluster-object.ts';
import { ENVIRONMENTS } from '../../src/deployment/kubernetes/environment.ts';
import { renderOverlay } from '../../src/deployment/kubernetes/render-overlay.ts';
import { kubectl } from './render.ts';

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

/** Every overlay, as a deployment renders it. */
export const overlays: readonly Rendered[] = await Promise.all(
  wanted.map(async ({ overlay, environment, name }) => {
    const objects = await renderOverlay(world, { overlay, environment });
    return { name, objects, own: objects.filter((object) => !isOthers(object)) };
  }),
);

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
