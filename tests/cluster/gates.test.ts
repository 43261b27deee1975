/** What judges every overlay before a cluster does: the API server itself, its schemas, kube-score, and policies of our own. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ClusterObject } from '../../src/adapters/cluster-object.ts';
import {
  createProvingGround,
  type ProvingCluster,
} from '../../src/adapters/proving-ground/proving-ground.ts';
import { concurrently } from '../../src/deployment/kubernetes/concurrently.ts';
import { ENVIRONMENTS, type Environment } from '../../src/deployment/kubernetes/environment.ts';
import { keyOf, shownKey } from '../../src/deployment/kubernetes/object-key.ts';
import { parseManifests } from '../../src/deployment/kubernetes/parse-manifests.ts';
import { OVERLAYS, type Overlay, renderOverlay } from '../../src/deployment/kubernetes/render-overlay.ts';
import { until } from '../local/local-gomeet.ts';
import { schemaFilesOf, schemaLocation, writeSchemas } from './api-server-schemas.ts';
import { bringOperatorManifests } from './operator-manifests.ts';
import { buildPrograms, program } from './programs.ts';

const projectRoot = fileURLToPath(new URL('../..', import.meta.url));
const policies = join(projectRoot, 'policies');
const { signal } = new AbortController();
const world = { env: { ...process.env, GOMEET_KUBECTL: program('kubectl') }, projectRoot, signal };
const folder = mkdtempSync(join(tmpdir(), 'gomeet-gates-'));

/** Checks of kube-score that would make these manifests worse, and why. */
const UNWANTED = {
  'container-ephemeral-storage-request-and-limit':
    'the file systems are read-only, and each emptyDir has its own limit',
  'container-image-pull-policy':
    'a tag never moves here: asking the registry at each start only adds a way to fail',
  'container-security-context-user-group-id':
    'the images of others have users of their own, none of them root',
  'networkpolicy-targets-pod':
    'it sees no pods of operators and schedules; the truth table of the policies does',
  'pod-probes-identical': 'a proxy or an exporter has one port, which answers both questions',
};

interface Case {
  readonly overlay: Overlay;
  readonly environment: Environment;
}

const cases = OVERLAYS.flatMap((overlay): Case[] =>
  (overlay === 'test' ? (['production'] as const) : ENVIRONMENTS).map((environment) => ({
    overlay,
    environment,
  })),
);

let ground: ProvingCluster;

beforeAll(async () => {
  buildPrograms(['kubectl', 'kubeconform', 'kube-score', 'conftest']);
  await bringOperatorManifests();
  const proving = createProvingGround(world);
  await proving.build({ step: () => ({ update() {}, succeed() {}, fail() {} }), note() {} });
  ground = await proving.start('dobs.csi.digitalocean.com');
  const types = await installTypes(ground);
  // The server publishes the schema of a type some time after the type.
  await until('the schemas of the operators’ types are published', async () => {
    const written = await writeSchemas(ground.kubeconfig, join(folder, 'schemas'));
    return types.flatMap(schemaFilesOf).every((file) => written.has(file));
  });
}, 900_000);

afterAll(async () => {
  await ground?.[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

/** The types of the operators, from the same files that install them. */
async function installTypes({ cluster }: ProvingCluster): Promise<ClusterObject[]> {
  const operators = join(projectRoot, 'manifests', 'components', 'operators');
  const text = execFileSync(program('kubectl'), ['kustomize', operators], { maxBuffer: 2 ** 27 }).toString();
  const types = parseManifests(text, operators).filter(({ kind }) => kind === 'CustomResourceDefinition');
  await concurrently(types, (type) => cluster.apply(type, { dryRun: false, force: true }));
  await until('the types of the operators are served', async () => {
    cluster.forgetTypes();
    const kinds = new Set((await cluster.types()).map(({ kind }) => kind));
    return types.every(({ spec }) => kinds.has((spec as { names: { kind: string } }).names.kind));
  });
  return types;
}

/** Types that a provider's cluster brings, and whose definitions it does not publish for others. */
const FOREIGN_TYPES = ['CiliumNetworkPolicy'];

const render = async (overlay: Overlay, environment: Environment): Promise<ClusterObject[]> =>
  (await renderOverlay(world, { overlay, environment })).filter(({ kind }) => !FOREIGN_TYPES.includes(kind));

/** What is ours: the operators' own objects are others' work, taken whole. */
const isOurs = ({ kind, metadata }: ClusterObject): boolean =>
  metadata.namespace?.startsWith('gomeet') === true ||
  ['Namespace', 'PriorityClass', 'StorageClass'].includes(kind);

function fileOf(objects: readonly ClusterObject[]): string {
  const path = join(folder, 'objects.yaml');
  // JSON is YAML of every version: nothing in it is taken for a number or for yes and no.
  writeFileSync(path, objects.map((object) => `---\n${JSON.stringify(object)}\n`).join(''));
  return path;
}

function run(name: 'kubeconform' | 'kube-score' | 'conftest', ...args: string[]): string {
  const { stdout, stderr } = spawnSync(program(name), args, { encoding: 'utf8', maxBuffer: 2 ** 26 });
  return stdout + stderr;
}

describe.each(cases)('$overlay/$environment', { tags: ['cluster'] }, ({ overlay, environment }) => {
  test('the API server would take every object, with strict validation and pod security', async () => {
    const objects = await render(overlay, environment);
    const { cluster } = ground;
    const namespaces = objects.filter(({ kind }) => kind === 'Namespace');
    await concurrently(namespaces, (namespace) => cluster.apply(namespace, { dryRun: false, force: true }));
    const refused = await concurrently(objects, async (object) => {
      const refusal = await cluster.apply(object, { dryRun: true, force: true }).then(
        () => null,
        (error: Error) => error.message,
      );
      return refusal === null ? [] : [`${shownKey(keyOf(object))}: ${refusal}`];
    });
    expect(refused.flat()).toEqual([]);
  });

  test('kubeconform finds every field in the schemas of that server', async () => {
    const objects = await render(overlay, environment);
    const schemas = schemaLocation(join(folder, 'schemas'));
    const options = ['-strict', '-summary', '-output', 'json', '-schema-location', schemas];
    const said = JSON.parse(run('kubeconform', ...options, fileOf(objects))) as Conformity;
    expect(said.resources ?? []).toEqual([]);
    expect(said.summary).toEqual({ valid: objects.length, invalid: 0, errors: 0, skipped: 0 });
  });

  test('kube-score finds nothing critical', async () => {
    const path = fileOf((await render(overlay, environment)).filter(isOurs));
    const ignored = Object.keys(UNWANTED).flatMap((name) => ['--ignore-test', name]);
    const said = run(
      'kube-score',
      'score',
      '--output-format',
      'ci',
      '--ignore-container-cpu-limit',
      ...ignored,
      path,
    );
    expect(said).toContain('[OK]');
    expect(said.split('\n').filter((line) => line.startsWith('[CRITICAL]'))).toEqual([]);
  });

  test('it keeps to the policies', async () => {
    const path = fileOf((await render(overlay, environment)).filter(isOurs));
    const said = JSON.parse(
      run('conftest', 'test', '--policy', policies, '--output', 'json', path),
    ) as Judged[];
    expect(Math.min(...said.map(({ successes }) => successes))).toBeGreaterThan(0);
    expect(said.flatMap(({ failures = [] }) => failures.map(({ msg }) => msg))).toEqual([]);
  });
});

interface Conformity {
  readonly resources?: readonly unknown[];
  readonly summary: Readonly<Record<'valid' | 'invalid' | 'errors' | 'skipped', number>>;
}

interface Judged {
  readonly successes: number;
  readonly failures?: readonly { readonly msg: string }[];
}

test('the policies do what they say', { tags: ['cluster'] }, () => {
  expect(run('conftest', 'verify', '--policy', policies, '--no-color')).toMatch(
    /^\d+ tests, \d+ passed, 0 warnings, 0 failures/m,
  );
});
