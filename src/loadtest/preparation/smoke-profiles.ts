import type { LoadProfile } from './profiles.ts';

/**
 * The smallest run of each scenario that can pass: it takes 73 samples to bound a p95 (0.95^73 < 2.5 %) and 368 to bound
 * a p99, so with fewer people a run would end as inconclusive. Any machine that carries the platform can generate them.
 */
export const smokeProfiles: readonly Pick<LoadProfile, 'name' | 'scenario' | 'flags'>[] = [
  { name: 'smoke', scenario: 'room', flags: { participants: '80', duration: '10s' } },
  { name: 'smoke', scenario: 'rooms', flags: { rooms: '2', participants: '40', duration: '10s' } },
  {
    name: 'smoke',
    scenario: 'churn',
    // 78 watch: all of them vanish; 300 a minute for 15 s are 75 who leave and join late.
    flags: {
      participants: '80',
      vanish: '100',
      turnover: '300',
      'turnover-duration': '15s',
      duration: '10s',
    },
  },
  {
    name: 'smoke',
    scenario: 'websocket',
    // Two rooms with a message every second: 80 replies and 4,000 deliveries in a hold in which every connection is pinged.
    flags: { connections: '100', 'rooms-of': '50', 'chat-interval': '1s', duration: '40s' },
  },
  { name: 'smoke', scenario: 'api', flags: { rate: '5', duration: '10s' } },
];
