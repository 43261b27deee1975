import { createPrivateKey } from 'node:crypto';
import { expect, test } from 'vitest';
import { namespacesOf } from './environment.ts';
import { completeSecretValues, makeSecretValues } from './make-secret-values.ts';
import { completedSecret, secretObjects, valuesIn } from './secrets.ts';

const namespaces = namespacesOf('staging');
const values = makeSecretValues();
const objects = secretObjects(values, namespaces);

test('each Secret lies in the namespace of the environment that reads it', () => {
  expect(objects.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`)).toEqual([
    'gomeet-staging/gomeet-secrets',
    'gomeet-staging-media/gomeet-secrets',
    'gomeet-staging-media/livekit-keys',
    'gomeet-staging/postgres-app',
    'gomeet-staging/redis-auth',
    'gomeet-staging-media/redis-auth',
    'gomeet-staging-media/turn-secret',
    'gomeet-staging/grafana-admin',
  ]);
});

test('what two programs share is one value, and can be read back', () => {
  expect(valuesIn(objects, namespaces)).toEqual(values);
  const file = objects.find(({ metadata }) => metadata.name === 'livekit-keys')?.data as Record<
    string,
    string
  >;
  expect(Buffer.from(file['keys.yaml'] ?? '', 'base64').toString()).toBe(
    `${values.livekitApiKey}: ${values.livekitApiSecret}\n`,
  );
});

test('values are what the programs accept, and never the same twice', () => {
  const key = createPrivateKey({
    key: Buffer.from(values.accessTokenPrivateKey, 'base64'),
    format: 'der',
    type: 'pkcs8',
  });
  expect(key.asymmetricKeyType).toBe('ed25519');
  expect(values.dataKeys).toMatch(/^[a-z0-9-]{1,16}:[A-Za-z0-9+/]{43}=$/);
  expect(Buffer.from(values.vapidPrivateKey, 'base64url')).toHaveLength(32);
  const others = makeSecretValues();
  expect(
    Object.entries(values).filter(([name, value]) =>
      Object.entries(others).some(([n, v]) => n === name && v === value),
    ),
  ).toEqual([]);
});

test('what is there is kept; of a pair with a missing half both are made anew', () => {
  const { vapidPublicKey: _lost, turnSecret: _gone, ...found } = values;
  const completed = completeSecretValues(found);
  expect(completed).toMatchObject({
    databasePassword: values.databasePassword,
    redisPassword: values.redisPassword,
  });
  expect(completed.turnSecret).toMatch(/^[0-9a-f]{64}$/);
  expect(completed.vapidPrivateKey).not.toBe(values.vapidPrivateKey);
});

test('the password of the database bears the label by which its operator sees it change', () => {
  const labelled = objects.filter(({ metadata }) => metadata.labels?.['cnpg.io/reload'] === 'true');
  expect(labelled.map(({ metadata }) => metadata.name)).toEqual(['postgres-app']);
});

test('a Secret of an older version or another’s hand gets what it lacks and keeps what it has', () => {
  const wanted = objects.find(({ metadata }) => metadata.name === 'postgres-app');
  if (wanted === undefined) throw new Error('postgres-app is not made');
  const byHand = {
    ...wanted,
    metadata: { name: 'postgres-app', labels: { team: 'data', 'app.kubernetes.io/part-of': 'theirs' } },
    data: { password: 'bWluZQ==' },
  };
  const completed = completedSecret(byHand, wanted);
  expect(completed).toMatchObject({
    metadata: {
      labels: { team: 'data', 'app.kubernetes.io/part-of': 'theirs', 'cnpg.io/reload': 'true' },
    },
    data: { username: Buffer.from('gomeet').toString('base64'), password: 'bWluZQ==' },
  });
  expect(completedSecret(completed ?? byHand, wanted)).toBeNull();
});
