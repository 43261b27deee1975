import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { digestOf, type Revision, revisionIn, revisionSecret } from './revision.ts';

const objects = [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'gomeet' } }];
const revision: Revision = {
  number: 7,
  at: '2026-11-21T16:00:00.000Z',
  by: 'ada@laptop',
  what: 'deploy self-hosted/production',
  state: 'applying',
  wavesDone: ['foundations', 'rights'],
  digest: digestOf(objects),
  objects,
};

test('a record comes back as it was, with what people ask about in plain sight', () => {
  const secret = revisionSecret(revision, 'gomeet');
  expect(secret).toMatchObject({
    type: 'gomeet.io/revision',
    metadata: {
      name: 'gomeet-revision-7',
      annotations: { 'gomeet.io/by': 'ada@laptop', 'gomeet.io/waves-done': 'foundations,rights' },
    },
  });
  expect(revisionIn(secret)).toEqual(revision);
});

test('a set that is too large for a record is refused before anything is applied', () => {
  const large = randomBytes(800_000).toString('base64');
  const objects = [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { large } }];
  expect(() => revisionSecret({ ...revision, objects }, 'gomeet')).toThrow('accepted: up to 1,000,000');
});

test('a secret that somebody else made is named', () => {
  const foreign = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'mine', namespace: 'gomeet' } };
  expect(() => revisionIn(foreign)).toThrow('Secret gomeet/mine is no record of a deployment');
});
