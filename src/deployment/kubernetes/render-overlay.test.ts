import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { manifestPath, OPERATOR_MANIFESTS } from './operator-manifest.ts';
import { type Overlay, renderOverlay } from './render-overlay.ts';

const projectRoot = fileURLToPath(new URL('../../..', import.meta.url));
const { signal } = new AbortController();
const render = (overlay: string, kubectl: string) =>
  renderOverlay(
    { env: { GOMEET_KUBECTL: kubectl }, projectRoot, signal },
    { overlay: overlay as Overlay, environment: 'production' },
  );

test('without kubectl it says what to install', async () => {
  await expect(render('self-hosted', '/nowhere/kubectl')).rejects.toMatchObject({
    exitCode: 6,
    code: 'no-kubectl',
    message: '/nowhere/kubectl cannot be run: kubectl renders the manifests',
  });
});

test('an overlay that is not there is refused before anything is run', async () => {
  await expect(render('nomad', '/nowhere/kubectl')).rejects.toMatchObject({
    exitCode: 2,
    code: 'unknown-overlay',
  });
});

test('what kubectl says of an overlay that does not render is told', async () => {
  // `false` ends as kubectl does when it refuses; it says nothing.
  await expect(render('self-hosted', '/bin/false')).rejects.toMatchObject({
    exitCode: 2,
    code: 'invalid-overlay',
  });
});

describe('operators whose manifests are not set up', () => {
  /** A project with an overlay, and a program in kubectl's place that fails with these words. */
  function project(said: string) {
    const projectRoot = mkdtempSync(join(tmpdir(), 'gomeet-render-'));
    onTestFinished(() => rmSync(projectRoot, { recursive: true }));
    const place = (path: string, text: string, mode = 0o644): string => {
      mkdirSync(dirname(join(projectRoot, path)), { recursive: true });
      writeFileSync(join(projectRoot, path), text, { mode });
      return join(projectRoot, path);
    };
    place('manifests/overlays/test/kustomization.yaml', 'resources: []\n');
    const kubectl = place('kubectl', `#!/bin/sh\necho "${said}" >&2\nexit 1\n`, 0o755);
    const world = { env: { GOMEET_KUBECTL: kubectl }, projectRoot, signal };
    return { place, render: () => renderOverlay(world, { overlay: 'test', environment: 'production' }) };
  }
  const missing = {
    exitCode: 6,
    code: 'operator-manifests-missing',
    hint: 'gomeet setup --profile kubernetes',
  };

  test('are named, with what brings them', async () => {
    // The words of kubectl 1.36, shortened.
    const { render } = project("accumulating resources from 'cnpg-1.30.0.yaml': no such file or directory");
    await expect(render()).rejects.toMatchObject({
      ...missing,
      message: expect.stringContaining('are not set up yet: manifests/components/operators/cloudnative-pg/'),
    });
  });

  test('are not blamed for an overlay that fails for another reason', async () => {
    await expect(project('json: unknown field').render()).rejects.toMatchObject({
      exitCode: 2,
      message: 'manifests/overlays/test does not render: json: unknown field',
    });
  });

  test.each(OPERATOR_MANIFESTS)(
    '$file is refused before anything is rendered when its bytes differ',
    async (manifest) => {
      const { place, render } = project('');
      place(manifestPath(manifest), 'kind: Altered\n');
      await expect(render()).rejects.toMatchObject({
        ...missing,
        message: `manifests of operators are not as published: ${manifestPath(manifest)}`,
      });
    },
  );
});
