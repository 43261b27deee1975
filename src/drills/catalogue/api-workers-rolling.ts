import { ALL_DOORS, type Drill } from '../drill.ts';

export const drill: Drill = {
  id: 'api-workers-rolling',
  title: 'All API workers restart, one after the other',
  hypothesis: 'Workers that are told to leave say goodbye first: nobody waits longer than 2 s for an answer.',
  profiles: ['lean', 'ha'],
  steps: [{ act: 'roll-workers' }],
  doors: ALL_DOORS,
  objective: { rtoMs: 30_000, rpoRows: 0 },
  giveUpAfterMs: 90_000,
  recovery: 'each worker is started again before the next one leaves',
  kubernetes: {
    steps: [{ act: 'restart-api' }],
    hypothesis:
      'A pod is ready before the one that it replaces is told to leave: nobody waits longer than 2 s.',
    recovery: 'nothing to do: a rollout ends with new pods in the place of all old ones',
    giveUpAfterMs: 190_000,
  },
};
