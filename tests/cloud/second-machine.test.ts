/** A platform that was made elsewhere, seen from a folder that knows nothing of it: what is in use stays in use. */
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { applyCloud } from '../../src/deployment/digitalocean/apply-cloud.ts';
import { destroyCloud } from '../../src/deployment/digitalocean/destroy-cloud.ts';
import { findCloud, prepareCloud } from '../../src/deployment/digitalocean/prepare-cloud.ts';
import { runCli } from '../support/run-cli.ts';
import { type CloudWorld, request, SOON, startCloudWorld, TOKEN } from './cloud-world.ts';

let world: CloudWorld;
beforeAll(async () => {
  world = await startCloudWorld();
});
afterAll(() => world.close());

const run = (line: string) =>
  runCli(line, {
    cwd: world.cwd,
    env: {
      DIGITALOCEAN_TOKEN: TOKEN,
      DIGITALOCEAN_API_URL: world.url,
      DIGITALOCEAN_SPACES_URL: world.double.url,
    },
  });
const writes = (): string[] => world.double.calls.filter((call) => !/^(GET|HEAD) /.test(call));

beforeEach(async () => {
  await world.reset();
  const { cloud, resources, files, wanted } = await prepareCloud(world.context(), request());
  await files.write(cloud, wanted, await applyCloud(world.context(), cloud, resources, SOON));
  await rm(`${world.cwd}/.gomeet`, { recursive: true });
  world.double.calls.length = 0;
});

test('the key of Spaces that the platform signs with is not ended unasked', { tags: ['slow'] }, async () => {
  const [key] = world.double.state.keys;
  const planned = await run('cloud plan --exit-code');
  expect(planned).toMatchObject({ exitCode: 7, stdout: expect.stringContaining('--renew-storage-key') });
  const refused = await run('cloud apply --yes');
  expect(refused).toMatchObject({
    exitCode: 7,
    stderr: expect.stringContaining('object-storage-key/gomeet: its secret is not kept here'),
  });
  expect(writes()).toEqual([]);
  expect(world.double.state.keys).toEqual([key]);
});

test('it is made anew when that is asked for', { tags: ['slow'] }, async () => {
  const [key] = world.double.state.keys;
  expect(await run('cloud apply --yes --renew-storage-key')).toMatchObject({ exitCode: 0 });
  expect(world.double.state.keys).toHaveLength(1);
  expect(world.double.state.keys).not.toEqual([key]);
});

test('whoever removes the platform needs no secret of it', { tags: ['slow'] }, async () => {
  const { cloud, resources } = await findCloud(world.context(), request());
  await destroyCloud(world.context(), cloud, resources, SOON);
  expect(world.double.state.keys).toEqual([]);
});

test('a conflict is told before the question, and nothing is begun', { tags: ['slow'] }, async () => {
  Object.assign(world.double.state.databases[0] ?? {}, { tags: ['shop'] });
  // A pool to mend as well: without the look beforehand it would be begun.
  Object.assign(world.double.state.firewalls[0] ?? {}, { inbound_rules: [] });
  const refused = await run('cloud apply --yes --renew-storage-key');
  expect(refused).toMatchObject({ exitCode: 7, stderr: expect.stringContaining('database/gomeet-postgres') });
  expect(writes()).toEqual([]);
});
