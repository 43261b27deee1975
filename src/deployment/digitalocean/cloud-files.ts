import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { Cloud } from '../../adapters/digitalocean/cloud.ts';
import type { NewSpacesKey } from '../../adapters/digitalocean/spaces.ts';
import { ExitCode, GomeetError } from '../../errors.ts';
import type { Ids } from './cloud-resource.ts';
import type { SpacesSecret } from './manage-object-storage.ts';
import type { WantedCloud } from './wanted-cloud.ts';

const serverSchema = z.object({
  host: z.string(),
  port: z.int(),
  user: z.string(),
  password: z.string(),
});
const credentialsSchema = z.object({
  schema: z.literal('gomeet.cloud-credentials/v1'),
  /** With the certificate of the authority that signed the server's, as PEM: an account's own, which no system trusts by itself. */
  postgres: serverSchema.extend({ authority: z.string().optional() }).optional(),
  valkey: serverSchema.optional(),
  spaces: z
    .object({ accessKey: z.string(), secretKey: z.string(), bucket: z.string(), endpoint: z.string() })
    .optional(),
});

/** What the cluster's programs need to reach the managed services. */
export type CloudCredentials = z.output<typeof credentialsSchema>;

/** The folder of one platform: readable by its owner alone, as are its files. */
export interface CloudFiles extends SpacesSecret {
  readonly kubeconfig: string;
  readonly credentials: string;
  /** Fetches the kubeconfig and the passwords of the databases and writes them. */
  write(cloud: Cloud, wanted: WantedCloud, ids: Ids): Promise<void>;
}

/** Has a folder for each platform that `gomeet cloud` made. */
export const cloudFolder = (cwd: string): string => join(cwd, '.gomeet', 'cloud');

export function openCloudFiles(cwd: string, { name, bucket, region }: WantedCloud): CloudFiles {
  const folder = join(cloudFolder(cwd), name);
  const kubeconfig = join(folder, 'kubeconfig');
  const credentials = join(folder, 'credentials.json');
  const keep = async (more: Partial<CloudCredentials>): Promise<void> => {
    const document = { ...(await readCredentials(credentials)), ...more };
    await writePrivately(folder, credentials, `${JSON.stringify(document, null, 2)}\n`);
  };
  return {
    kubeconfig,
    credentials,
    async key() {
      const { spaces } = await readCredentials(credentials);
      return spaces === undefined ? null : { accessKey: spaces.accessKey, secretKey: spaces.secretKey };
    },
    keep: ({ access_key: accessKey, secret_key: secretKey }: NewSpacesKey) =>
      keep({
        spaces: { accessKey, secretKey, bucket, endpoint: `https://${region}.digitaloceanspaces.com` },
      }),
    async write(cloud, wanted, ids) {
      const cluster = ids.get(`cluster/${name}`);
      if (cluster !== undefined)
        await writePrivately(folder, kubeconfig, await cloud.clusters.kubeconfig(cluster));
      for (const { engine, name: database } of wanted.databases) {
        const id = ids.get(`database/${database}`);
        if (id === undefined) continue;
        const server = serverSchema.safeParse((await cloud.databases.get(id)).private_connection);
        if (!server.success) continue;
        if (engine === 'valkey') await keep({ valkey: server.data });
        else await keep({ postgres: { ...server.data, authority: await cloud.databases.authority(id) } });
      }
    },
  };
}

/**
 * What is kept in that file; nothing where there is none.
 *
 * @throws GomeetError (usage) when something else is in it
 */
export async function readCredentials(path: string): Promise<CloudCredentials> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return { schema: 'gomeet.cloud-credentials/v1' };
  try {
    return credentialsSchema.parse(JSON.parse(text));
  } catch {
    // What it holds is not repeated: it may be half of a password.
    throw new GomeetError(`${path} does not hold the credentials of gomeet cloud`, {
      exitCode: ExitCode.usage,
      code: 'invalid-cloud-credentials',
      hint: `move ${path} away; gomeet cloud apply writes it anew`,
    });
  }
}

/** Whole or not at all, and never readable by others, not even for a moment. */
async function writePrivately(folder: string, path: string, text: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const draft = `${path}.new`;
  await writeFile(draft, text, { mode: 0o600 });
  await chmod(draft, 0o600);
  await rename(draft, path);
}
