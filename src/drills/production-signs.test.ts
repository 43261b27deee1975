import { expect, test } from 'vitest';
import { productionSigns } from './production-signs.ts';

const local = {
  name: 'event',
  addresses: ['http://127.0.0.1:21000', 'postgres://u:p@127.0.0.1:5432/g'],
  environment: null,
};

test('a platform of this machine is none', () => {
  expect(productionSigns(local)).toEqual([]);
});

test('a name and an address may tell', () => {
  expect(productionSigns({ ...local, environment: 'production' })).toEqual(['it is called "production"']);
  expect(productionSigns({ ...local, addresses: ['postgres://u:secret@db.example.com/g'] })).toEqual([
    'db.example.com is not this machine',
  ]);
});

test('so may the context of a kubeconfig and the host of an address', () => {
  const cluster = { name: 'gomeet-staging', addresses: [], environment: 'staging' };
  expect(productionSigns({ ...cluster, names: ['do-sgp1-test', 'staging.livekit.example'] })).toEqual([]);
  expect(productionSigns({ ...cluster, names: ['do-sgp1-prod', 'live.example.com'] })).toEqual([
    'it is called "do-sgp1-prod"',
    'it is called "live.example.com"',
  ]);
});
