import { describe, expect, test } from 'vitest';
import { serviceChecks } from './service-checks.ts';

const service = (name: string, change: object = {}) => ({
  name,
  state: 'ready',
  address: '127.0.0.1:1',
  restarts: 0,
  log: `/logs/${name}.log`,
  ...change,
});
const lean = ['postgres', 'redis', 'livekit', 'recorder', 'api-1', 'api-2'];

describe('serviceChecks', () => {
  test('all ready is all ok', () =>
    expect(serviceChecks(lean.map((name) => service(name))).map(({ status }) => status)).toEqual(
      lean.map(() => 'ok'),
    ));

  test('a service that is not there has failed, with the command that brings it', () => {
    const checks = serviceChecks([
      service('postgres'),
      service('livekit'),
      service('recorder'),
      service('api-1'),
    ]);
    expect(checks.at(-1)).toMatchObject({
      id: 'service-redis',
      status: 'failed',
      hint: 'gomeet deploy --target local',
    });
  });

  test('a platform that cannot record is a warning: it still holds meetings', () => {
    const checks = serviceChecks(['postgres', 'redis', 'livekit', 'api-1'].map((name) => service(name)));
    expect(checks.at(-1)).toMatchObject({
      id: 'service-recorder',
      status: 'warning',
      found: 'not running: meetings cannot be recorded',
    });
  });

  test('whatever only watches is a warning: without it meetings go on', () =>
    expect(
      serviceChecks([service('redis-exporter', { state: 'failed', reason: 'ended with 1' })], 'ha')[0],
    ).toMatchObject({ status: 'warning', found: 'failed: ended with 1' }));

  test('an ill service says why and where its log is', () =>
    expect(serviceChecks([service('redis', { state: 'unhealthy', reason: 'no answer' })])[0]).toMatchObject({
      status: 'failed',
      found: 'unhealthy: no answer',
      hint: 'tail /logs/redis.log   then: gomeet deploy',
    }));

  test('one that came back is a warning', () =>
    expect(serviceChecks([service('api-1', { restarts: 2 })])[0]).toMatchObject({
      id: 'service-api',
      status: 'warning',
      found: 'ready, restarted 2 times',
    }));
});
