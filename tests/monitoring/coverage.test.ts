import { expect, test } from 'vitest';
import { alertFaults } from '../local/alerts/alert-faults.ts';
import { haFaults } from '../local/alerts/ha-faults.ts';
import { mediaFaults } from '../local/alerts/media-faults.ts';
import { beyondFaults } from './beyond-faults.ts';
import { shippedAlerts } from './shipped-rules.ts';

test('each alert is made to fire by a fault, or is named with the reason why not', () => {
  const proven = [...alertFaults, ...mediaFaults, ...haFaults].flatMap(({ alerts }) => alerts);
  const named = [...proven, ...Object.keys(beyondFaults), 'Watchdog'];
  expect(named.sort()).toEqual(shippedAlerts.map(({ alert }) => alert).sort());
});
