/**
 * A deployment ends in a real call. The control plane is real; the platform of this machine stands for the one behind the
 * gateway.
 */
import { existsSync, readdirSync, symlinkSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ClusterObject } from '../../src/adapters/cluster-object.ts';
import { type LocalGomeet, localGomeet } from '../local/local-gomeet.ts';
import { type DeployFixture, deployFixture } from './deploy-fixture.ts';
import { configMap, deployment, namespaces } from './overlay-folder.ts';
import { root } from './set-up.ts';

const tags = { tags: ['cluster'] };

let gomeet: LocalGomeet;
let fixture: DeployFixture;
let apiUrl: string;
/** Well by its own account; but it opens no accounts. */
let faulty: Server;

beforeAll(async () => {
  gomeet = localGomeet();
  const deployed = await gomeet.run('deploy');
  expect(deployed.exitCode, deployed.stderr).toBe(0);
  const { data } = (await gomeet.json('status')) as unknown as { data: { urls: { api: string } } };
  apiUrl = data.urls.api;
  fixture = await deployFixture({ calls: true });
  const folder = fixture.overlay.root;
  for (const name of readdirSync(root))
    if (!existsSync(join(folder, name))) symlinkSync(join(root, name), join(folder, name));
  faulty = createServer((request, response) => {
    response.writeHead(request.url === '/health' ? 200 : 503, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ title: 'no database' }));
  });
  await new Promise<void>((resolve) => faulty.listen(0, '127.0.0.1', resolve));
}, 1_200_000);

afterAll(async () => {
  faulty?.close();
  await fixture?.[Symbol.asyncDispose]();
  await gomeet?.[Symbol.asyncDispose]();
});

/** A platform that says that people reach it there. */
function platformAt(url: string, image: string): ClusterObject[] {
  const settings = configMap('api-settings', { GOMEET_PUBLIC_URL: url });
  const labels = { 'app.kubernetes.io/name': 'api-settings' };
  return [
    ...namespaces,
    { ...settings, metadata: { ...settings.metadata, labels } },
    deployment('api', 'api', image),
  ];
}

function deploy(objects: readonly ClusterObject[], ...flags: string[]): ReturnType<DeployFixture['gomeet']> {
  fixture.overlay.write(objects);
  return fixture.gomeet(['deploy', '--yes', ...flags], { HOME: process.env.HOME ?? '' });
}

async function image(): Promise<string | undefined> {
  const key = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'gomeet', name: 'api' };
  return JSON.stringify((await fixture.cluster.get(key)) ?? null).match(/"image":"([^"]+)"/)?.[1];
}

test('what the call needs is asked for before anything is applied', tags, async () => {
  const before = await fixture.everything();
  fixture.overlay.write(platformAt(apiUrl, 'good:1'));
  // Where nothing has been set up.
  const refused = await fixture.gomeet(['deploy', '--yes'], { HOME: fixture.overlay.root });
  expect(refused).toMatchObject({
    exitCode: 6,
    error: { code: 'program-missing', hint: expect.stringContaining('gomeet setup') },
  });
  expect(await fixture.everything()).toEqual(before);
});

test(
  'a gateway that nobody reaches is waited for, then named, and the next run goes on there',
  tags,
  async () => {
    const { root: folder } = fixture.overlay;
    for (const name of readdirSync(root))
      if (!existsSync(join(folder, name))) symlinkSync(join(root, name), join(folder, name));
    const silent = await deploy(platformAt('http://127.0.0.1:9', 'good:1'), '--timeout', '5s');
    expect(silent).toMatchObject({ exitCode: 8, error: { code: 'gateway-silent' } });
    expect(silent.error?.message).toMatch(/http:\/\/127\.0\.0\.1:9 does not answer/);
    expect(silent.error?.hint).toContain('--skip-call');
    const again = await deploy(platformAt('http://127.0.0.1:9', 'good:1'), '--timeout', '5s');
    expect(again).toMatchObject({ exitCode: 8, error: { code: 'gateway-silent' } });
    expect(again.stderr).toMatch(/failed after .*\bapi\b.*: going on with it/);
  },
);

test('two people meet, and then it is deployed', tags, async () => {
  const deployed = await deploy(platformAt(apiUrl, 'good:1'));
  expect(deployed, deployed.stderr).toMatchObject({ exitCode: 0, data: { applied: true } });
  expect((deployed.data as unknown as { report: string }).report).toMatch(/report\.html$/);
  // Nothing has changed: there is nothing to try.
  expect(await deploy(platformAt(apiUrl, 'good:1'))).toMatchObject({ exitCode: 0, data: { applied: false } });
});

test('a version behind which nobody can meet is taken back', tags, async () => {
  const { port } = faulty.address() as AddressInfo;
  const failed = await deploy(platformAt(`http://127.0.0.1:${port}`, 'good:2'), '--rollback-on-failure');
  expect(failed).toMatchObject({ exitCode: 4, error: { code: 'call-failed' } });
  expect(failed.error?.message).toMatch(/no call came about: .*HTTP 503 no database/);
  expect(failed.error?.message).toContain('rolled back to revision');
  expect(await image()).toBe('good:1');
});
