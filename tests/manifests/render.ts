import { execFileSync } from 'node:child_process';
import { accessSync, constants, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import type { ClusterObject } from '../../src/adapters/cluster-object.ts';
import { parseManifests } from '../../src/deployment/kubernetes/parse-manifests.ts';
import { program } from '../cluster/programs.ts';

const manifests = fileURLToPath(new URL('../../manifests', import.meta.url));

/** Objects of base with these components, as an overlay that adds nothing of its own would render them. */
export function renderBase(...components: readonly string[]): ClusterObject[] {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'gomeet-manifests-')));
  const below = (...path: readonly string[]): string => relative(folder, join(manifests, ...path));
  try {
    const overlay = {
      apiVersion: 'kustomize.config.k8s.io/v1beta1',
      kind: 'Kustomization',
      resources: [below('base')],
      components: components.map((name) => below('components', name)),
    };
    writeFileSync(join(folder, 'kustomization.yaml'), stringify(overlay));
    const text = execFileSync(kubectl(), ['kustomize', folder], { encoding: 'utf8', maxBuffer: 2 ** 26 });
    return parseManifests(text, ['base', ...components].join(' + '));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The kubectl that is named, or installed; else that of the test cluster, which a machine builds once. */
export function kubectl(): string {
  if (process.env.GOMEET_KUBECTL) return process.env.GOMEET_KUBECTL;
  const places = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'kubectl'));
  return places.find(isExecutable) ?? program('kubectl');
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
