/**
 * Container images as the OCI image layout has them (github.com/opencontainers/image-spec): a folder of blobs by their
 * SHA-256, a manifest for each image, an index with their names. Layers are not compressed: they never travel.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  createReadStream,
  existsSync,
  mkdirSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

export interface ImageConfig {
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** A number, as the kubelet cannot tell whether a name is root's. */
  readonly user?: number;
  readonly workingDirectory?: string;
}

export interface Image {
  /** With its registry, as containerd keeps it: `docker.io/library/traefik:v3.6.7`. */
  readonly name: string;
  readonly layers: readonly Blob[];
  readonly config: ImageConfig;
}

/** A file that its digest names. */
export interface Blob {
  readonly path: string;
  readonly digest: string;
  readonly bytes: number;
}

const layerType = 'application/vnd.oci.image.layer.v1.tar';
const manifestType = 'application/vnd.oci.image.manifest.v1+json';
const configType = 'application/vnd.oci.image.config.v1+json';

/** Makes a layer of all that a folder holds; the same files make the same layer. */
export async function packLayer(folder: string, store: string): Promise<Blob> {
  mkdirSync(store, { recursive: true });
  const partial = join(store, `layer.${process.pid}`);
  execFileSync('tar', ['--sort=name', '--mtime=@0', '--numeric-owner', '-C', folder, '-cf', partial, '.']);
  const hash = createHash('sha256');
  await pipeline(createReadStream(partial), hash);
  const digest = hash.digest('hex');
  const path = join(store, digest);
  renameSync(partial, path);
  return { path, digest, bytes: statSync(path).size };
}

/** Puts images into one archive that `ctr images import` reads; what they share is in it once. */
export function writeArchive(images: readonly Image[], folder: string): string {
  const blobs = join(folder, 'blobs', 'sha256');
  mkdirSync(blobs, { recursive: true });
  const put = (value: object): { digest: string; size: number } => {
    const text = JSON.stringify(value);
    const digest = createHash('sha256').update(text).digest('hex');
    writeFileSync(join(blobs, digest), text);
    return { digest: `sha256:${digest}`, size: Buffer.byteLength(text) };
  };
  const manifests = images.map(({ name, layers, config }) => {
    for (const { path, digest } of layers)
      if (!existsSync(join(blobs, digest))) symlinkSync(path, join(blobs, digest));
    const manifest = {
      schemaVersion: 2,
      mediaType: manifestType,
      config: { mediaType: configType, ...put(configuration(layers, config)) },
      layers: layers.map(({ digest, bytes }) => ({
        mediaType: layerType,
        digest: `sha256:${digest}`,
        size: bytes,
      })),
    };
    return { mediaType: manifestType, ...put(manifest), annotations: { 'io.containerd.image.name': name } };
  });
  writeFileSync(join(folder, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }));
  writeFileSync(join(folder, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests }));
  const archive = `${folder}.tar`;
  // The layers may lie on another disk: links lead to them.
  execFileSync('tar', ['--dereference', '-C', folder, '-cf', archive, 'oci-layout', 'index.json', 'blobs']);
  return archive;
}

const configuration = (layers: readonly Blob[], config: ImageConfig) => ({
  architecture: process.arch === 'x64' ? 'amd64' : process.arch,
  os: 'linux',
  config: {
    ...(config.entrypoint && { Entrypoint: config.entrypoint }),
    ...(config.command && { Cmd: config.command }),
    ...(config.user !== undefined && { User: String(config.user) }),
    WorkingDir: config.workingDirectory ?? '/',
    Env: Object.entries({ PATH: defaultPath, ...config.env }).map(([name, value]) => `${name}=${value}`),
  },
  rootfs: { type: 'layers', diff_ids: layers.map(({ digest }) => `sha256:${digest}`) },
});

const defaultPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
