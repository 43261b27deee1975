import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { removeLeftSecrets } from './remove-left-secrets.ts';

test('what generators of a killed run had read goes, wherever they ran; what they measured stays', async () => {
  const runs = await mkdtemp(join(tmpdir(), 'gomeet-runs-'));
  onTestFinished(() => rm(runs, { recursive: true, force: true }));
  const generators = ['A/generator', 'B/generator/2', 'C/steps/1/generator', 'D/steps/1/generator/2'];
  for (const generator of generators) {
    await mkdir(join(runs, generator), { recursive: true });
    for (const file of ['plan.json', 'access-tokens', '.plan.json.partial', 'loadgen.json', 'k6.log'])
      await writeFile(join(runs, generator, file), 'text');
  }
  await removeLeftSecrets(runs);
  for (const generator of generators)
    expect((await readdir(join(runs, generator))).sort()).toEqual(['k6.log', 'loadgen.json']);
});

test('before the first run there is nothing to remove', () =>
  expect(removeLeftSecrets(join(tmpdir(), 'gomeet-no-such-folder'))).resolves.toBeUndefined());
