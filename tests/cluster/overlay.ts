/** What an overlay of the manifests comes to, and what a cluster has to have for it. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { bringOperatorManifests } from './operator-manifests.ts';
import { program } from './programs.ts';
import { root } from './set-up.ts';

await bringOperatorManifests();

export interface Overlay {
  /** As `kubectl apply -f -` reads it. */
  readonly text: string;
  /** Every image that its objects name, wherever they do. */
  readonly images: ReadonlySet<string>;
}

/** @param path from the folder of the manifests, such as `overlays/test` */
export function renderOverlay(path: string): Overlay {
  const folder = join(root, 'manifests', path);
  const text = execFileSync(program('kubectl'), ['kustomize', folder], { maxBuffer: 1e8 }).toString();
  const images = new Set<string>();
  for (const document of parseAllDocuments(text)) collect(document.toJS(), images);
  return { text, images };
}

function collect(value: unknown, images: Set<string>): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    // The schemas of custom resources describe fields of these names; there they are no texts.
    if ((key === 'image' || key === 'imageName') && typeof inner === 'string') images.add(inner);
    else collect(inner, images);
  }
}
