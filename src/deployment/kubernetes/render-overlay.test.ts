import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
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
