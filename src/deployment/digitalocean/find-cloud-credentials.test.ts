import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findCloudCredentials } from './find-cloud-credentials.ts';

const OURS = 'https://ours.k8s.ondigitalocean.example';
const spaces = { accessKey: 'DO00', secretKey: 'kept', bucket: 'b', endpoint: 'https://s.example' };
const schema = 'gomeet.cloud-credentials/v1';

let cwd: string;
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'gomeet-credentials-'));
});
afterEach(() => rm(cwd, { recursive: true }));

async function keep(name: string, server: string, credentials: string | null): Promise<void> {
  const folder = join(cwd, '.gomeet', 'cloud', name);
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, 'kubeconfig'),
    `kind: Config\nclusters: [{name: c, cluster: {server: ${server}}}]\n`,
  );
  if (credentials !== null) await writeFile(join(folder, 'credentials.json'), credentials);
}

test('the credentials are those of the cluster, not of another that was made here', async () => {
  await keep('event', 'https://other.example', JSON.stringify({ schema }));
  await keep('gomeet', OURS, JSON.stringify({ schema, spaces }));
  await writeFile(join(cwd, '.gomeet', 'cloud', 'notes'), 'no folder');
  expect(await findCloudCredentials(cwd, OURS)).toEqual({ schema, spaces });
  expect(await findCloudCredentials(cwd, 'https://elsewhere.example')).toBeNull();
});

test('a folder in which nothing was made has none', async () => {
  expect(await findCloudCredentials(cwd, OURS)).toBeNull();
  await keep('gomeet', OURS, null);
  expect(await findCloudCredentials(cwd, OURS)).toEqual({ schema });
});

test('a file that holds something else is refused, and nothing of it is repeated', async () => {
  await keep('gomeet', OURS, '{"postgres": {"password": "half of it');
  const refused = await findCloudCredentials(cwd, OURS).catch((error: unknown) => error);
  expect(refused).toMatchObject({ exitCode: 2, code: 'invalid-cloud-credentials' });
  expect(String(refused)).not.toContain('half of it');
});
