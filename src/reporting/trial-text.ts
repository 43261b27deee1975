import type { Run } from '../results/run.ts';

/** Parameters that tell one run from another at a glance; the rest is in the report. */
const PARAMETERS_SHOWN = 4;

/** `participants=500 layout=grid-25`: what was asked, as far as it fits. */
export const parametersText = (parameters: Run['parameters']): string =>
  Object.entries(parameters)
    .slice(0, PARAMETERS_SHOWN)
    .map(([name, value]) => `${name}=${value ?? '—'}`)
    .join(' ');
