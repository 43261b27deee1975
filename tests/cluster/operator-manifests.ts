/** The operators' manifests, which overlays take and no commit holds: brought on first use, as programs are built. */
import { createGoModules } from '../../src/adapters/go-modules.ts';
import { placeOperatorManifests } from '../../src/deployment/kubernetes/place-operator-manifests.ts';
import { root } from './set-up.ts';

/** Nothing where they are; else a download and, for Helm's engine, two minutes of building. */
export async function bringOperatorManifests(): Promise<void> {
  const say = (text: string): unknown => process.stderr.write(`${text}\n`);
  const step = (title: string) => {
    say(`${title} …`);
    return { update() {}, succeed() {}, fail() {} };
  };
  await placeOperatorManifests({
    projectRoot: root,
    progress: { step, note: say },
    goModules: async () =>
      createGoModules({ env: process.env, projectRoot: root, signal: new AbortController().signal }),
  });
}
