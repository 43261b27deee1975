import { expect, test } from 'vitest';
import type { ClusterObject } from '../../adapters/cluster-object.ts';
import { acceptingAlso } from './password-overlap.ts';

const encode = (text: string): string => Buffer.from(text).toString('base64');
const secret = (data: Readonly<Record<string, string>>): ClusterObject => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'redis-auth' },
  data: Object.fromEntries(Object.entries(data).map(([key, text]) => [key, encode(text)])),
});

test('a password is taken beside the one that is spoken', () => {
  expect(acceptingAlso(secret({ password: 'old' }), 'new').data).toEqual({
    password: encode('old'),
    'other-passwords': encode('new\n'),
  });
});

test('what was taken before stays, and the one that is spoken is not named twice', () => {
  const halfway = secret({ password: 'new', 'other-passwords': 'new\nolder\n' });
  expect(acceptingAlso(halfway, 'old').data).toEqual({
    password: encode('new'),
    'other-passwords': encode('old\nolder\n'),
  });
});
