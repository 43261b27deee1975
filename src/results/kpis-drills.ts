import type { Kpi } from './kpi-definition.ts';

/** What drills are held to. The time to recovery differs from drill to drill: each drill's file has its own. */
export const DRILL_KPIS = [
  {
    id: 'drills-met',
    title: 'Drills that met their objective',
    meaning:
      'Of all runs of all drills: those whose platform came back in time, with everything acknowledged.',
    unit: '%',
    direction: 'at-least',
    target: 100,
    critical: null,
    judged: { by: 'share' },
    source: 'ours: an objective that is missed now and then is none',
  },
  {
    id: 'acknowledged-writes-lost',
    title: 'Acknowledged writes lost in drills',
    meaning: 'Rows and lines that the platform acknowledged and did not have any more after a drill.',
    unit: 'count',
    direction: 'at-most',
    target: 0,
    // Between none and one: already the first is one too many.
    critical: 0.5,
    judged: { by: 'count' },
    source: 'ours: with synchronous replication an acknowledged write is on two machines',
  },
  {
    id: 'healthy-after-drills',
    title: 'Platform healthy after drills',
    meaning: 'Of all runs of all drills: those after which the health check found nothing wrong.',
    unit: '%',
    direction: 'at-least',
    target: 100,
    critical: 99,
    judged: { by: 'share' },
    source: 'ours: a drill has to leave everything as it was',
  },
] as const satisfies readonly Kpi[];
