import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClusterObject } from '../../adapters/cluster-object.ts';
import type { Context } from '../../context.ts';
import { ExitCode, GomeetError } from '../../errors.ts';
import type { Environment } from './environment.ts';
import { inspectOperatorManifests } from './inspect-operator-manifests.ts';
import { notPlaced, type OperatorManifest } from './operator-manifest.ts';
import { parseManifests } from './parse-manifests.ts';

export const OVERLAYS = ['self-hosted', 'digitalocean-managed', 'test'] as const;
export type Overlay = (typeof OVERLAYS)[number];

interface Rendering {
  readonly overlay: Overlay;
  readonly environment: Environment;
}

type World = Pick<Context, 'env' | 'projectRoot' | 'signal'>;

/** A rendered overlay is some hundred kilobytes; dashboards and types of operators make it a few megabytes. */
const OUTPUT_MAX_BYTES = 64 * 2 ** 20;

/**
 * What an overlay says, as `kubectl kustomize` renders it: the same objects that `kubectl apply -k` would apply.
 *
 * @throws GomeetError (prerequisite) without kubectl or an operator's manifest, (usage) for an overlay that does not render
 */
export async function renderOverlay(
  world: World,
  { overlay, environment }: Rendering,
): Promise<ClusterObject[]> {
  const folder = join('manifests', 'overlays', overlay, ...(overlay === 'test' ? [] : [environment]));
  await access(join(world.projectRoot, folder, 'kustomization.yaml')).catch((cause: unknown) => {
    throw new GomeetError(`there is no overlay ${folder}; accepted: ${OVERLAYS.join(', ')}`, {
      exitCode: ExitCode.usage,
      code: 'unknown-overlay',
      hint: 'ls manifests/overlays',
      cause,
    });
  });
  const { missing, altered } = await inspectOperatorManifests(world.projectRoot);
  if (altered.length > 0) throw notPlaced(altered, 'manifests of operators are not as published');
  return parseManifests(await kustomize(world, folder, missing), folder);
}

/** @returns YAML of everything in the folder, in documents */
function kustomize(world: World, folder: string, missing: readonly OperatorManifest[]): Promise<string> {
  const program = world.env.GOMEET_KUBECTL ?? 'kubectl';
  return new Promise((resolve, reject) => {
    execFile(
      program,
      ['kustomize', folder],
      {
        cwd: world.projectRoot,
        env: { ...world.env },
        maxBuffer: OUTPUT_MAX_BYTES,
        signal: world.signal,
      },
      (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else if (error.code === 'ENOENT' || error.code === 'EACCES') reject(withoutKubectl(program, error));
        else reject(notRendered(folder, stderr.trim() || error.message, { missing, cause: error }));
      },
    );
  });
}

const withoutKubectl = (program: string, cause: unknown): GomeetError =>
  new GomeetError(`${program} cannot be run: kubectl renders the manifests`, {
    exitCode: ExitCode.prerequisite,
    code: 'no-kubectl',
    hint: 'install kubectl (https://kubernetes.io/docs/tasks/tools), or name it: export GOMEET_KUBECTL=/path/to/kubectl',
    cause,
  });

/** Staging has no operators: what is not there is missed by those overlays alone whose rendering names it. */
function notRendered(
  folder: string,
  said: string,
  { missing, cause }: { readonly missing: readonly OperatorManifest[]; readonly cause: unknown },
): GomeetError {
  if (missing.some(({ file }) => said.includes(file)))
    return notPlaced(missing, 'manifests of operators are not set up yet');
  return new GomeetError(`${folder} does not render: ${said}`, {
    exitCode: ExitCode.usage,
    code: 'invalid-overlay',
    hint: `kubectl kustomize ${folder}`,
    cause,
  });
}
