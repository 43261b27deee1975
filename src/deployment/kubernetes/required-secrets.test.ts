import { expect, test } from 'vitest';
import type { ClusterObject } from '../../adapters/cluster-object.ts';
import { makingCommand, missingSecrets, requireSecrets } from './required-secrets.ts';

const namespaces = { platform: 'gomeet', media: 'gomeet-media' };
const pod = (name: string, spec: object, namespace = 'gomeet'): ClusterObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace },
  spec: { template: { spec } },
});
const mounting = (secretName: string, optional = false): object => ({
  volumes: [{ name: 'x', secret: { secretName, optional } }],
});
const missing = (objects: readonly ClusterObject[], known = {}, live: readonly string[] = []) =>
  missingSecrets(objects, { namespaces, known, live: new Set(live) });

test('a mounted Secret that nobody brings is named once, with everybody who needs it', () => {
  const objects = [
    pod('pooler', mounting('database-authority')),
    pod('migrations', mounting('database-authority')),
  ];
  expect(missing(objects)).toEqual([
    {
      namespace: 'gomeet',
      name: 'database-authority',
      keys: ['ca.crt'],
      users: ['Deployment gomeet/pooler', 'Deployment gomeet/migrations'],
    },
  ]);
});

test('what the account keeps, what is there, and what the deployment makes is not missing', () => {
  const objects = [pod('pooler', mounting('database-authority')), pod('api', mounting('redis-auth'))];
  expect(missing(objects, { 'database-authority': { 'ca.crt': 'x' } })).toEqual([]);
  expect(missing(objects, {}, ['gomeet/database-authority'])).toEqual([]);
});

test('of another namespace it is no help', () => {
  const objects = [pod('livekit', mounting('digitalocean-credentials'), 'gomeet-media')];
  expect(missing(objects, {}, ['gomeet/digitalocean-credentials'])).toHaveLength(1);
});

test('pods start without what is optional, and operators make what they are asked for', () => {
  const issuer: ClusterObject = {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name: 'wildcard', namespace: 'gomeet' },
    spec: { secretName: 'wildcard-tls' },
  };
  expect(
    missing([pod('turn', mounting('turn-tls', true)), pod('traefik', mounting('wildcard-tls')), issuer]),
  ).toEqual([]);
});

test('the refusal names the Secret, who needs it and the command that makes it, with no value in its words', () => {
  const found = missing([
    pod('external-dns', {
      containers: [
        { env: [{ valueFrom: { secretKeyRef: { name: 'digitalocean-credentials', key: 'access-token' } } }] },
      ],
    }),
  ]);
  expect(() => requireSecrets(found)).toThrow(
    expect.objectContaining({
      code: 'secret-missing',
      exitCode: 6,
      message: expect.stringContaining('gomeet/digitalocean-credentials, for Deployment gomeet/external-dns'),
    }),
  );
  expect(found.map(makingCommand)).toEqual([
    'kubectl -n gomeet create secret generic digitalocean-credentials --from-file=access-token=<file>',
  ]);
  expect(() => requireSecrets([])).not.toThrow();
});
