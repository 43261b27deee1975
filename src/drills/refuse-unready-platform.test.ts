import { expect, test } from 'vitest';
import { refuseUnreadyPlatform } from './refuse-unready-platform.ts';

const service = { name: 'redis', state: 'ready', address: '', processId: 1, restarts: 0, log: '' } as const;

test('a whole platform may be drilled', () => {
  expect(() => refuseUnreadyPlatform([service])).not.toThrow();
});

test('one that is not whole is refused with what is wrong and the next command', () => {
  const away = { ...service, name: 'postgres-2', state: 'stopped', reason: 'was ended by SIGKILL' } as const;
  expect(() => refuseUnreadyPlatform([service, away, { ...away, name: 'etcd', state: 'unhealthy' }])).toThrow(
    expect.objectContaining({
      message:
        'nothing was broken, since the platform is not whole: postgres-2 is stopped (was ended by SIGKILL); etcd is unhealthy (was ended by SIGKILL)',
      code: 'platform-not-ready',
      exitCode: 4,
      hint: expect.stringContaining('gomeet health-check'),
    }),
  );
});
