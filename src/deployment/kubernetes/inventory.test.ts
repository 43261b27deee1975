import { expect, test } from 'vitest';
import { groupKindsIn, inventoryObject, inventoryOf } from './inventory.ts';

test('a set has the id that KEP-3659 gives it', () => {
  // printf 'gomeet-inventory.gomeet.ConfigMap.' | openssl dgst -sha256 -binary | basenc --base64url | tr -d =
  expect(inventoryOf('gomeet')).toBe('applyset-MEOW8LffUgtN75XTG-qEm0d7455nak907-z8KdgPO1Y-v1');
  expect(inventoryOf('gomeet-staging')).not.toBe(inventoryOf('gomeet'));
});

test('the parent tells which kinds the set holds, each once', () => {
  const parent = inventoryObject('gomeet', ['Deployment.apps', 'ConfigMap', 'Deployment.apps'], '1.0.0');
  expect(groupKindsIn(parent)).toEqual(['ConfigMap', 'Deployment.apps']);
  expect(groupKindsIn(null)).toBeNull();
});
