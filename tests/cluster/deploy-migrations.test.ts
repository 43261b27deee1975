/** What becomes of the Job of the migrations, which no server changes once it is there, in the deployments that follow. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ClusterObject } from '../../src/adapters/cluster-object.ts';
import { type DeployFixture, deployFixture } from './deploy-fixture.ts';
import { deployment, namespaces } from './overlay-folder.ts';

const tags = { tags: ['cluster'] };

const migrations = (image: string): ClusterObject => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: {
    name: 'migrate-0001',
    namespace: 'gomeet',
    annotations: { 'gomeet.io/wave': 'migrations' },
  },
  spec: {
    backoffLimit: 0,
    template: {
      spec: { nodeName: 'played', restartPolicy: 'Never', containers: [{ name: 'migrate', image }] },
    },
  },
});
/** As a new version brings it: both have the image of the API. */
const version = (job: string, api: string): ClusterObject[] => [
  ...namespaces,
  migrations(job),
  deployment('api', 'api', api),
];
const replaced = { action: 'replace', kind: 'Job', namespace: 'gomeet', name: 'migrate-0001' };

/** In this order: each starts from what the one before it left. */
describe('migrations', () => {
  let fixture: DeployFixture;
  beforeAll(async () => {
    fixture = await deployFixture();
  }, 1_200_000);
  afterAll(() => fixture?.[Symbol.asyncDispose]());

  const jobImage = async (): Promise<string | undefined> => {
    const key = { apiVersion: 'batch/v1', kind: 'Job', namespace: 'gomeet', name: 'migrate-0001' };
    const spec = JSON.stringify((await fixture.cluster.get(key))?.spec ?? null);
    return spec.match(/"image":"([^"]+)"/)?.[1];
  };

  test('run once, and again with another image, by a Job made anew', tags, async () => {
    const first = await fixture.deploy(version('done:1', 'good:1'));
    expect(first, first.stderr).toMatchObject({ exitCode: 0, data: { revision: 1 } });
    const same = await fixture.deploy(version('done:1', 'good:1'));
    expect(same, same.stderr).toMatchObject({ exitCode: 0, data: { applied: false } });
    const second = await fixture.deploy(version('done:2', 'good:2'));
    expect(second, second.stderr).toMatchObject({ exitCode: 0, data: { revision: 2 } });
    expect(second.data?.changes).toContainEqual(replaced);
    expect(await jobImage()).toBe('done:2');
  });

  test('go back with everything else when their image is not there', tags, async () => {
    const flags = ['--rollback-on-failure', '--timeout', '60s'];
    const failed = await fixture.deploy(version('broken:3', 'broken:3'), ...flags);
    expect(failed).toMatchObject({ exitCode: 4, error: { code: 'deployment-failed' } });
    expect(failed.error?.message).toContain('image broken:3 is not there');
    expect(failed.error?.message).toContain('rolled back to revision 2');
    expect(await jobImage()).toBe('done:2');
  });

  test('that have failed run again in the next deployment, whatever has changed', tags, async () => {
    const failed = await fixture.deploy(version('fails:4', 'good:2'), '--timeout', '60s');
    expect(failed).toMatchObject({ exitCode: 4 });
    const again = await fixture.deploy(version('fails:4', 'good:2'), '--timeout', '60s');
    expect(again.exitCode).toBe(4);
    const shown = await fixture.deploy(version('fails:4', 'good:2'), '--dry-run');
    expect(shown.data?.changes).toContainEqual(replaced);
    const mended = await fixture.deploy(version('done:5', 'good:2'));
    expect(mended, mended.stderr).toMatchObject({ exitCode: 0, data: { applied: true } });
    expect(await jobImage()).toBe('done:5');
  });
});
