/** The list of Secrets against what the overlays name: whatever a pod or an operator reads somebody has to make. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { namespacesOf } from '../../src/deployment/kubernetes/environment.ts';
import { givenSecrets, secretList } from '../../src/deployment/kubernetes/secret-list.ts';
import { overlays } from './render-overlays.ts';
import { madeByOperators, secretReferences } from './secret-references.ts';

const listed = [
  ...secretList.map(({ name, namespace, keys }) => ({ name, namespace, keys: Object.keys(keys) })),
  ...givenSecrets,
];

describe.each(overlays.map(({ name, own }) => [name, own] as const))('%s', (name, own) => {
  const namespaces = namespacesOf(name.endsWith('staging') ? 'staging' : 'production');
  const made = madeByOperators(own);
  const known = listed.map(({ namespace, ...secret }) => ({ ...secret, namespace: namespaces[namespace] }));

  test('every Secret that is named is made by the deployment, given by its user, or made by an operator', () => {
    const references = own.flatMap(secretReferences);
    expect(references.length).toBeGreaterThan(10);
    const unknown = references.filter(
      (each) =>
        !made.has(`${each.namespace}/${each.name}`) &&
        !known.some(
          (secret) =>
            secret.name === each.name &&
            secret.namespace === each.namespace &&
            (each.key === undefined || secret.keys.includes(each.key)),
        ),
    );
    expect(unknown).toEqual([]);
  });

  test('none is made by two', () => {
    expect(known.filter((secret) => made.has(`${secret.namespace}/${secret.name}`))).toEqual([]);
  });
});

test('every Secret of the list is read by some overlay', () => {
  const production = namespacesOf('production');
  const named = new Set(
    overlays
      .flatMap(({ own }) => own.flatMap(secretReferences))
      .map((each) => `${each.namespace}/${each.name}`),
  );
  const idle = listed.filter(({ name, namespace }) => !named.has(`${production[namespace]}/${name}`));
  expect(idle).toEqual([]);
});

test('who makes them by hand finds each with its keys in the README', () => {
  const lines = readFileSync('manifests/README.md', 'utf8').split('\n');
  for (const { name, keys } of listed) {
    const text = lines.filter((line) => line.startsWith(`| \`${name}\``)).join();
    for (const key of keys) expect(text, name).toContain(`\`${key}\``);
  }
});
