import type { Choices } from './choices.ts';
import { input, type Quantity } from './quantity.ts';

/** How full machines may be at the busiest time. */
export interface Targets {
  readonly cpu: Quantity<'1'>;
  readonly network: Quantity<'1'>;
}

export const targetsOf = ({ targets }: Choices): Targets => ({
  cpu: input(
    { id: 'layout.target.cpu', title: 'share of a pod’s cores to use', unit: '1' },
    targets.cpu,
    'given',
  ),
  network: input(
    { id: 'layout.target.network', title: 'share of a network card to use', unit: '1' },
    targets.network,
    'given',
  ),
});
