/**
 * Writes the component that names every image of the platform by its digest, to standard output. Registries are asked by `docker buildx`,
 * which has their sign-ins; OWN_TAG is the tag of our own images where it is not the version that the manifests name.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

const component = new URL('../manifests/components/images/kustomization.yaml', import.meta.url);
const { images } = parse(readFileSync(component, 'utf8'));

const digestOf = (reference) => {
  const asked = ['buildx', 'imagetools', 'inspect', reference, '--format', '{{.Manifest.Digest}}'];
  const digest = execFileSync('docker', asked, { encoding: 'utf8' }).trim();
  if (!/^sha256:[0-9a-f]{64}$/.test(digest)) throw new Error(`${reference}: "${digest}" is no digest`);
  return digest;
};
// The tag stays beside the digest: CloudNativePG reads the version of PostgreSQL from it, and so do people.
const lines = images.map(({ name, newTag }) => {
  const tag = (name.startsWith('ghcr.io/gomeet/') && process.env.OWN_TAG) || newTag;
  return `  - { name: ${name}, newTag: "${tag}", digest: "${digestOf(`${name}:${tag}`)}" }`;
});
const head = readFileSync(
  new URL('../manifests/components/images-by-digest/kustomization.yaml', import.meta.url),
  'utf8',
).split('images:')[0];
process.stdout.write(`${head}images:\n${lines.join('\n')}\nconfigurations:\n  - image-fields.yaml\n`);
