import { expect, test } from 'vitest';
import { namespacesOf } from '../kubernetes/environment.ts';
import { makeSecretValues } from '../kubernetes/make-secret-values.ts';
import { secretObjects } from '../kubernetes/secrets.ts';
import { knownSecrets } from './known-secrets.ts';

const server = { host: 'private.example', port: 25060 };
const credentials = {
  schema: 'gomeet.cloud-credentials/v1' as const,
  postgres: { ...server, user: 'doadmin', password: 'of postgres', authority: 'of the account' },
  valkey: { ...server, user: 'default', password: 'of valkey' },
  spaces: { accessKey: 'DO00', secretKey: 'of spaces', bucket: 'b', endpoint: 'https://s.example' },
};

/** `name key=text` of everything that the credentials decide. */
const told = (overlay: 'digitalocean-managed' | 'self-hosted'): string[] =>
  secretObjects(makeSecretValues(), namespacesOf('production'), knownSecrets(credentials, overlay)).flatMap(
    ({ metadata, data }) =>
      Object.entries(data as Record<string, string>)
        .map(([key, text]) => `${metadata.namespace}/${metadata.name} ${key}=${Buffer.from(text, 'base64')}`)
        .filter((line) => /=(of |doadmin|DO00)/.test(line)),
  );

test('managed databases are reached by their own users, and their passwords lie wherever they are read', () => {
  expect(told('digitalocean-managed')).toEqual([
    'gomeet/postgres-app username=doadmin',
    'gomeet/postgres-app password=of postgres',
    'gomeet/redis-auth password=of valkey',
    'gomeet-media/redis-auth password=of valkey',
    'gomeet/object-storage access-key=DO00',
    'gomeet/object-storage secret-key=of spaces',
    'gomeet/database-authority ca.crt=of the account',
  ]);
});

test('databases of the cluster’s own keep their own, and copies go to the account’s store', () => {
  expect(told('self-hosted')).toEqual([
    'gomeet/object-storage access-key=DO00',
    'gomeet/object-storage secret-key=of spaces',
  ]);
});

test('what the account does not have is made as anywhere else', () => {
  expect(knownSecrets({ schema: credentials.schema }, 'digitalocean-managed')).toEqual({});
});
