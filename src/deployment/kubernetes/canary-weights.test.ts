import { expect, test } from 'vitest';
import type { ClusterObject } from '../../adapters/cluster-object.ts';
import { weightsPatch } from './canary-weights.ts';

const weights = (services: object[]): ClusterObject => ({
  apiVersion: 'traefik.io/v1alpha1',
  kind: 'TraefikService',
  metadata: { name: 'api-meeting', namespace: 'gomeet' },
  spec: { weighted: { services } },
});
const stable = { name: 'api-meeting', port: 8080, weight: 100 };
const patched = (services: object[]) => ({ spec: { weighted: { services } } });

test('the new version gets its share, the stable one the rest', () =>
  expect(weightsPatch(weights([stable]), 'api-meeting', 5)).toEqual(
    patched([
      { name: 'api-meeting', port: 8080, weight: 95 },
      { name: 'api-meeting-canary', port: 8080, weight: 5 },
    ]),
  ));

test('a later step replaces the share, and others stay', () => {
  const other = { name: 'maintenance-page', port: 80, weight: 0 };
  const earlier = { name: 'api-meeting-canary', port: 8080, weight: 5 };
  expect(weightsPatch(weights([{ ...stable, weight: 95 }, other, earlier]), 'api-meeting', 100)).toEqual(
    patched([{ ...stable, weight: 0 }, { ...earlier, weight: 100 }, other]),
  );
});

test('taken back, the new version is not asked any more', () =>
  expect(
    weightsPatch(
      weights([
        { ...stable, weight: 50 },
        { ...stable, name: 'api-meeting-canary' },
      ]),
      'api-meeting',
      0,
    ),
  ).toEqual(patched([stable])));

test('what does not weigh the service is refused', () =>
  expect(() => weightsPatch(weights([]), 'api-meeting', 5)).toThrow(
    /does not weigh the service api-meeting/,
  ));
