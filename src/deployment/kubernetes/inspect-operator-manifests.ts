import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { manifestPath, OPERATOR_MANIFESTS, type OperatorManifest } from './operator-manifest.ts';

export interface UnreadyManifests {
  readonly missing: readonly OperatorManifest[];
  /** There, but with other bytes than those published. */
  readonly altered: readonly OperatorManifest[];
}

/** Reads every operator's manifest against its checksum: 3 MB, some ten milliseconds. */
export async function inspectOperatorManifests(projectRoot: string): Promise<UnreadyManifests> {
  const looks = await Promise.all(
    OPERATOR_MANIFESTS.map(async (manifest) => {
      const digest = await digestOfFile(join(projectRoot, manifestPath(manifest)));
      return { manifest, digest };
    }),
  );
  return {
    missing: looks.filter(({ digest }) => digest === undefined).map(({ manifest }) => manifest),
    altered: looks
      .filter(({ manifest, digest }) => digest !== undefined && digest !== manifest.sha256)
      .map(({ manifest }) => manifest),
  };
}

export const sha256Of = (bytes: Uint8Array | string): string =>
  createHash('sha256').update(bytes).digest('hex');

async function digestOfFile(path: string): Promise<string | undefined> {
  try {
    return sha256Of(await readFile(path));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
