import type { Kpi } from './kpi-definition.ts';

/** What a load on the API alone has to show beside its response times. */
export const API_KPIS = [
  {
    id: 'journeys-completed',
    title: 'Journeys completed',
    meaning:
      'Of all journeys through the API that began and were not turned away by a limit: those whose every request was answered well.',
    unit: '%',
    direction: 'at-least',
    target: 99.9,
    critical: 99,
    judged: { by: 'share' },
    source:
      'ours: errors that come fast must not make response times look good; 99.9 % is the uptime target (G09)',
  },
] as const satisfies readonly Kpi[];
