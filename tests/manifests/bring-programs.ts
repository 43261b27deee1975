/**
 * Brings what the tests of manifests render with, kubectl and the operators' manifests, before any of them begins: on a
 * machine that has never built them that takes minutes, which are no part of a test's time.
 */
import { bringOperatorManifests } from '../cluster/operator-manifests.ts';
import { kubectl } from './render.ts';

process.stdout.write(`${kubectl()}\n`);
await bringOperatorManifests();
