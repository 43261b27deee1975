import { ALL_DOORS, type Drill } from '../drill.ts';

export const drill: Drill = {
  id: 'load-balancer-killed',
  title: 'The load balancer is killed',
  hypothesis:
    'There is one of it here: everything behind it is away until it is started again, which takes less than 10 s; media flow past it.',
  profiles: ['ha'],
  steps: [{ act: 'kill', who: 'service haproxy' }],
  doors: ALL_DOORS,
  objective: { rtoMs: 10_000, rpoRows: 0 },
  giveUpAfterMs: 90_000,
  recovery: 'the supervisor starts it again',
  kubernetes: {
    steps: [{ act: 'delete-pods', who: 'gateway-pod' }],
    hypothesis:
      'The other gateways take its requests within 10 s, and its WebSockets come back there; media flow past it. Where there is one gateway, everything behind it is away until another has started.',
    recovery: 'its Deployment makes another',
    giveUpAfterMs: 150_000,
  },
};
