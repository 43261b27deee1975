import type { Area } from './area.ts';
import type { ReadinessFacts } from './facts.ts';
import { loadAreas } from './load-areas.ts';
import { planAreas } from './plan-areas.ts';
import { stateAreas } from './state-areas.ts';

/** Every area of readiness: what was measured first, what is planned after it. */
export const areasOf = (facts: ReadinessFacts): readonly Area[] => [
  ...loadAreas(facts),
  ...stateAreas(facts),
  ...planAreas(facts),
];
