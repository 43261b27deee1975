import { glob, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** What generators read and nobody else may: plans hold the accounts' password. Written under a name of its own first. */
const secrets = '{plan.json,access-tokens,.plan.json.partial,.access-tokens.partial}';

/**
 * Removes what a run could not, because gomeet itself was killed: the files that its generators had read. Loads
 * on this machine hold the target's lock, so there is no other whose generators have yet to read theirs.
 * @param runsDirectory the directory of all runs; it need not be there
 */
export async function removeLeftSecrets(runsDirectory: string): Promise<void> {
  // A search has its runs one level down, and several generators have a directory each.
  const places = [
    `*/generator/${secrets}`,
    `*/generator/*/${secrets}`,
    `*/steps/*/generator/${secrets}`,
    `*/steps/*/generator/*/${secrets}`,
  ];
  for await (const left of glob(places, { cwd: runsDirectory }))
    await rm(join(runsDirectory, left), { force: true });
}
