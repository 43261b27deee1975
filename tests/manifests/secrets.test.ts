/** The list of Secrets against what the overlays name: whatever a pod or an operator reads somebody has to make. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { namespacesOf } from '../../src/deployment/kubernetes/environment.ts';
import { missingSecrets } from '../../src/deployment/kubernetes/required-secrets.ts';
import { givenSecrets, secretList } from '../../src/deployment/kubernetes/secret-list.ts';
import { madeByOperators, secretReferences } from '../../src/deployment/kubernetes/secret-references.ts';
import { overlays } from './render-overlays.ts';

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

test('on an empty cluster each overlay asks for exactly what only its user can give', () => {
  const namespaces = namespacesOf('production');
  const asked = (name: string, known = {}): string[] =>
    missingSecrets(overlays.find((each) => each.name === name)?.objects ?? [], {
      ...{ namespaces, known, live: new Set<string>() },
    }).map((secret) => `${secret.namespace}/${secret.name}`);
  const token = ['gomeet/digitalocean-credentials', 'gomeet-media/digitalocean-credentials'];
  expect(asked('digitalocean-managed/production').toSorted()).toEqual(
    ['gomeet/database-authority', ...token].toSorted(),
  );
  // What `gomeet cloud apply` kept is put in by the deployment.
  const known = { 'database-authority': { 'ca.crt': 'of the account' } };
  expect(asked('digitalocean-managed/production', known).toSorted()).toEqual(token.toSorted());
  expect(asked('self-hosted/production').toSorted()).toEqual([
    'gomeet-media/name-server',
    'gomeet/name-server',
    'gomeet/object-storage',
  ]);
  expect(asked('test')).toEqual([]);
});
