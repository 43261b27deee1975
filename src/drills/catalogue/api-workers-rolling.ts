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
};
