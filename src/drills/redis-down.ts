import { ALL_DOORS, type Drill } from './drill.ts';

/** Redis away for so long. LiveKit's health answer depends on it: after 4 s without Redis its `GET /` says 406. */
export const redisDown = (id: string, duration: { readonly ms: number; readonly words: string }): Drill => ({
  id,
  title: `Redis is down for ${duration.words}`,
  hypothesis:
    'The API goes on without it. Meetings lose their signalling after some 10 s, and who wants back in gets no ticket until it returns; 10 s later everything works. Under our probes no media server is restarted; under those of the official chart it is, from 25 to 35 s on.',
  profiles: ['lean', 'ha'],
  steps: [
    { act: 'stop', who: 'every-redis' },
    { act: 'wait', ms: duration.ms },
    { act: 'mend', what: 'stop' },
  ],
  doors: ALL_DOORS,
  objective: { rtoMs: duration.ms + 10_000, rpoRows: 0 },
  giveUpAfterMs: duration.ms + 90_000,
  recovery: 'Redis is started again, from its own files',
  kubelets: true,
  kubernetes: {
    absent:
      'a cluster makes its pods anew at once: Redis cannot be kept away without changing what was deployed',
  },
  ...(duration.ms > 60_000 && { onRequest: true as const }),
});
