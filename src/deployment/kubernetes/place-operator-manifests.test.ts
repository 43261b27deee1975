import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { inspectOperatorManifests } from './inspect-operator-manifests.ts';
import { manifestPath, OPERATOR_MANIFESTS } from './operator-manifest.ts';
import { placeManifest, placeOperatorManifests } from './place-operator-manifests.ts';

const tools = fileURLToPath(new URL('../../../tools', import.meta.url));
const progress = { step: () => ({ update() {}, succeed() {}, fail() {} }), note() {} };

describe('each manifest and the module that it is taken from', () => {
  test.each(OPERATOR_MANIFESTS)(
    '$operator: one version in both, and a checksum of the module',
    (manifest) => {
      const { operator, module, file } = manifest;
      const [, version] = /-(\d+\.\d+\.\d+)\.yaml$/.exec(file) ?? [];
      const pinned = `${module} v${version}`;
      expect(readFileSync(join(tools, operator, 'go.mod'), 'utf8')).toMatch(new RegExp(`\\s${pinned}\\n`));
      expect(readFileSync(join(tools, operator, 'go.sum'), 'utf8')).toContain(`${pinned} h1:`);
    },
  );
});

describe('a project whose modules hold other bytes', () => {
  let projectRoot: string;
  beforeEach(() => {
    projectRoot = mkdtempSync(join(tmpdir(), 'gomeet-operators-'));
  });
  afterEach(() => rmSync(projectRoot, { recursive: true }));

  /** A folder in the place of a fetched module, with a file where the operator's own has it. */
  async function fetch(_tool: string, module: string) {
    const { source = 'chart' } = OPERATOR_MANIFESTS.find((each) => each.module === module) ?? {};
    const folder = join(projectRoot, 'module');
    mkdirSync(dirname(join(folder, source)), { recursive: true });
    writeFileSync(join(folder, source), 'kind: Other\n');
    return { folder, version: 'v9.9.9' };
  }

  test('nothing of it is placed, and the versions that differ are named', async () => {
    const goModules = async () => ({ fetch, run: async () => 'kind: Other\n' });
    await expect(placeOperatorManifests({ projectRoot, progress, goModules })).rejects.toMatchObject({
      exitCode: 6,
      code: 'operator-manifest-differs',
      message: expect.stringContaining('github.com/cloudnative-pg/cloudnative-pg v9.9.9 gives another'),
    });
    expect(readdirSync(projectRoot)).toEqual(['module']);
  });

  test('where it may not be written, the place and the reason are named', async () => {
    writeFileSync(join(projectRoot, 'manifests'), '');
    const path = join(projectRoot, 'manifests/operators/one.yaml');
    await expect(placeManifest(path, 'kind: One\n')).rejects.toMatchObject({
      exitCode: 6,
      code: 'not-writable',
    });
    mkdirSync(join(projectRoot, 'taken.yaml'));
    await expect(placeManifest(join(projectRoot, 'taken.yaml'), '')).rejects.toMatchObject({
      message: `cannot write ${join(projectRoot, 'taken.yaml')}: a folder bears that name; accepted is a file`,
    });
    expect(readdirSync(projectRoot)).toEqual(['manifests', 'taken.yaml']);
  });

  test('what is there with other bytes is told apart from what is missing', async () => {
    const [first, ...others] = OPERATOR_MANIFESTS;
    if (first === undefined) throw new Error('there are no manifests');
    const path = join(projectRoot, manifestPath(first));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, 'kind: Other\n');
    expect(await inspectOperatorManifests(projectRoot)).toEqual({ missing: others, altered: [first] });
  });
});
