import { allocatableOf } from '../planning/allocatable.ts';
import type { MediaCosts } from '../planning/media-costs.ts';
import { input } from '../planning/quantity.ts';
import { loadOf } from './load-of.ts';
import type { ProviderFacts, World } from './world.ts';

/** Puts prices and physics together. `costs` is the prior, or a calibration. */
export function worldOf(provider: ProviderFacts, costs: MediaCosts): World {
  return {
    provider,
    load: (event) => loadOf(event, costs),
    allocatable,
  };
}

function allocatable(cores: number, memoryGiB: number): ReturnType<World['allocatable']> {
  const left = allocatableOf('audited', {
    sku: 'audited',
    cores: input({ id: 'audit.cores', title: 'cores of a node', unit: 'core/node' }, cores, 'given'),
    memory: input(
      { id: 'audit.memory', title: 'memory of a node', unit: 'byte/node' },
      memoryGiB * 2 ** 30,
      'given',
    ),
    network: null,
    monthlyPrice: null,
  });
  return { cores: left.cores.value, memoryGiB: left.memory.value / 2 ** 30 };
}
