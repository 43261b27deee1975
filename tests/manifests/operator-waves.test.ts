/**
 * A wave ends when everything in it is ready, and what an operator serves is ready only when the operator has run: a wave that comes
 * before the operator's own would never end on a cluster that has nothing yet.
 */
import { describe, expect, test } from 'vitest';
import type { ClusterObject } from '../../src/adapters/cluster-object.ts';
import { isAwaited } from '../../src/deployment/kubernetes/readiness.ts';
import { isCustom } from '../../src/deployment/kubernetes/removal-order.ts';
import { WAVES, wishedWaveOf } from '../../src/deployment/kubernetes/waves.ts';
import { nameOf } from './pods.ts';
import { overlay, overlays } from './render-overlays.ts';

/** The Deployment that serves the types of a group. Traefik is not here: nothing waits for what it reads. */
const operatorOf: Readonly<Record<string, string>> = {
  'cert-manager.io': 'Deployment cert-manager/cert-manager',
  'postgresql.cnpg.io': 'Deployment cnpg-system/cnpg-controller-manager',
  'barmancloud.cnpg.io': 'Deployment cnpg-system/barman-cloud',
};

const groupOf = ({ apiVersion }: ClusterObject): string => apiVersion.slice(0, apiVersion.indexOf('/'));
const waveIndex = (object: ClusterObject): number =>
  WAVES.findIndex(({ name }) => name === wishedWaveOf(object));

describe.each(overlays.map(({ name, objects }) => [name, objects] as const))('%s', (_name, objects) => {
  const served = objects.filter(isCustom);

  test('whatever custom is awaited belongs to an operator that is known here', () => {
    const unknown = served.filter((each) => isAwaited(each) && operatorOf[groupOf(each)] === undefined);
    expect(unknown.map(nameOf)).toEqual([]);
  });

  test('nothing that an operator serves stands in a wave before the operator', () => {
    const early = served.filter((each) => {
      // Staging leaves operators to production, or to the overlay for a cluster of its own.
      const operator = objects.find((one) => nameOf(one) === operatorOf[groupOf(each)]);
      return operator !== undefined && waveIndex(each) < waveIndex(operator);
    });
    expect(early.map(nameOf)).toEqual([]);
  });
});

test('the overlays for production have awaited certificates, and the operator that issues them', () => {
  for (const name of ['self-hosted/production', 'digitalocean-managed/production']) {
    const names = overlay(name).objects.map(nameOf);
    expect(names).toContain('Certificate gomeet/wildcard');
    expect(names).toContain(operatorOf['cert-manager.io']);
  }
});
