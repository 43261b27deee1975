import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { type CloudCredentials, cloudFolder, readCredentials } from './cloud-files.ts';

const kubeconfigSchema = z.object({
  clusters: z.array(z.object({ cluster: z.object({ server: z.string() }) })),
});

/**
 * What `gomeet cloud` kept of the services beside one cluster. It is found by the address of the cluster's API server, whatever
 * kubeconfig led there: so no platform is ever given the credentials of another.
 *
 * @returns null for a cluster that it did not make
 * @throws GomeetError (usage) for a file that holds something else
 */
export async function findCloudCredentials(cwd: string, server: string): Promise<CloudCredentials | null> {
  const root = cloudFolder(cwd);
  for (const name of (await unlessMissing(readdir(root))) ?? []) {
    const text = await unlessMissing(readFile(join(root, name, 'kubeconfig'), 'utf8'));
    if (text !== null && serversIn(text).includes(server))
      return readCredentials(join(root, name, 'credentials.json'));
  }
  return null;
}

function serversIn(kubeconfig: string): string[] {
  const { data } = kubeconfigSchema.safeParse(parse(kubeconfig));
  return data?.clusters.map(({ cluster }) => cluster.server) ?? [];
}

async function unlessMissing<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw error;
  }
}
