/** The tags that overlays name, against those that the workflow publishes, and the list of digests that it writes. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { parse } from 'yaml';

interface Step {
  readonly id?: string;
  readonly run?: string;
}
interface Image {
  readonly name: string;
  readonly newTag: string;
  readonly digest?: string;
}

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
const component = 'manifests/components/images/kustomization.yaml';
const { images } = parse(readFileSync(component, 'utf8')) as { images: readonly Image[] };
const { jobs } = parse(readFileSync('.github/workflows/images.yml', 'utf8')) as {
  jobs: { image: { steps: readonly Step[]; strategy: { matrix: { include: { image: string }[] } } } };
};
const own = images.filter(({ name }) => name.startsWith('ghcr.io/gomeet/'));
const folder = mkdtempSync(join(tmpdir(), 'gomeet-images-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a release is published under the very tag that overlays name', () => {
  const script = jobs.image.steps.find(({ id }) => id === 'name')?.run ?? '';
  const output = join(folder, 'output');
  writeFileSync(output, '');
  const env = { PATH: process.env.PATH, GITHUB_REF: `refs/tags/v${version}`, GITHUB_SHA: 'abc' };
  execFileSync('bash', ['-c', script], {
    env: { ...env, GITHUB_OUTPUT: output, BASES: '', BUILD: 'GO', RUNTIME: 'GO' },
  });
  expect(own.length).toBeGreaterThan(2);
  for (const { name, newTag } of own) {
    expect(readFileSync(output, 'utf8'), name).toContain(`tag=${newTag}\n`);
    const built = jobs.image.strategy.matrix.include.map(({ image }) => `ghcr.io/gomeet/${image}`);
    expect(built).toContain(name);
  }
});

test('the list of digests has every image of the other list, each with its tag and what the registry said', () => {
  // In the place of the program that asks registries: it answers with a digest made from what it was asked for.
  const docker = join(folder, 'docker');
  writeFileSync(docker, '#!/bin/sh\nprintf "sha256:%s\\n" "$(printf %s "$4" | sha256sum | cut -d" " -f1)"\n');
  chmodSync(docker, 0o755);
  const text = execFileSync(process.execPath, ['images/pin-digests.mjs'], {
    env: { PATH: `${folder}:${process.env.PATH}`, OWN_TAG: 'abc' },
    encoding: 'utf8',
  });
  const pinned = (parse(text) as { images: readonly Image[] }).images;
  expect(pinned.map(({ name }) => name)).toEqual(images.map(({ name }) => name));
  for (const { name, newTag, digest } of pinned) {
    expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    const written = images.find((each) => each.name === name)?.newTag;
    expect(newTag).toBe(name.startsWith('ghcr.io/gomeet/') ? 'abc' : written);
  }
  expect(new Set(pinned.map(({ digest }) => digest)).size).toBe(images.length);
});
