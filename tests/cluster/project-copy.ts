/** The project in a folder of its own, whose test overlay a test changes as an operator would. */
import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parse, stringify } from 'yaml';
import { root } from './set-up.ts';

export interface ProjectCopy {
  readonly root: string;
  /** Lets the overlay be as it came, with these patches on top. */
  patch(patches: readonly Patch[]): void;
}

interface Patch {
  readonly target: { readonly kind: string; readonly name: string };
  /** Of JSON Patch (RFC 6902). */
  readonly operations: readonly object[];
}

/** What is no part of the program, or what a run leaves behind. */
const leftOut = new Set(['.git', '.gomeet', 'node_modules', join('reports', 'runs'), 'tests']);

/** @param folder does not exist yet */
export function copyProject(folder: string): ProjectCopy {
  cpSync(root, folder, { recursive: true, filter: (path) => !leftOut.has(relative(root, path)) });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const file = join(folder, 'manifests', 'overlays', 'test', 'kustomization.yaml');
  const overlay = parse(readFileSync(file, 'utf8')) as object;
  return {
    root: folder,
    patch(patches) {
      const written = patches.map(({ target, operations }) => ({
        target,
        patch: JSON.stringify(operations),
      }));
      writeFileSync(file, stringify({ ...overlay, patches: written }));
    },
  };
}

/** Another version of a role of the API: its container gets one more variable. */
export const withVariable = (name: string, variable: string, value: string): Patch => ({
  target: { kind: 'Deployment', name },
  operations: [
    { op: 'add', path: '/spec/template/spec/containers/0/env/-', value: { name: variable, value } },
  ],
});

/** A version of a role of the API that is not there. */
export const withImage = (name: string, image: string): Patch => ({
  target: { kind: 'Deployment', name },
  operations: [{ op: 'replace', path: '/spec/template/spec/containers/0/image', value: image }],
});
