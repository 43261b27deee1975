/**
 * Images for the references in a set of manifests, made on this machine under the very names and tags that the manifests
 * have: a node finds them and pulls nothing.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { debianLayers } from './debian-layers.ts';
import { imageRecipes } from './image-recipes.ts';
import { type Blob, type Image, packLayer } from './oci-image.ts';
import { stageFiles } from './stage-files.ts';

/**
 * @param references as manifests have them, such as `traefik:v3.6.7`
 * @param folder where the layers with the project's own files are made
 * @throws Error naming a repository for which there is no recipe
 */
export async function makeImages(references: Iterable<string>, folder: string): Promise<Image[]> {
  const layers = new Map<string, readonly Blob[]>();
  const images: Image[] = [];
  for (const name of new Set([...references].map(fullName))) {
    const repository = name.slice(0, name.lastIndexOf(':'));
    const recipe = imageRecipes[repository];
    if (recipe === undefined)
      throw new Error(`no recipe for ${name}: there are ${Object.keys(imageRecipes).join(', ')}`);
    const made = layers.get(repository) ?? (await makeLayers(repository, folder));
    layers.set(repository, made);
    images.push({ name, layers: made, config: recipe.config });
  }
  return images;
}

async function makeLayers(repository: string, folder: string): Promise<readonly Blob[]> {
  const { packages, finish, files } = imageRecipes[repository] ?? {};
  const below = packages ? await debianLayers(packages, finish) : [];
  if (files === undefined) return below;
  const staged = join(folder, 'staged', createHash('sha256').update(repository).digest('hex').slice(0, 16));
  return [...below, await packLayer(stageFiles(staged, files()), join(folder, 'layers'))];
}

/** As containerd keeps a name: with its registry, and with a tag. */
function fullName(reference: string): string {
  const [first = '', ...rest] = reference.split('/');
  const hasRegistry = rest.length > 0 && /[.:]|^localhost$/.test(first);
  const path = hasRegistry ? reference : `docker.io/${rest.length === 0 ? 'library/' : ''}${reference}`;
  return /:[^/]+$/.test(path) ? path : `${path}:latest`;
}
