import { expect, test } from 'vitest';
import { limitingResource, spoilerOf, type Usage } from './limiting-resource.ts';

const usage: Usage = {
  hostCpuPercent: 50,
  hostMemoryPercent: 30,
  serviceCpuPercent: { livekit: 60, 'api-1': 20, 'api-2': 10, redis: 5 },
  generatorCpuPercent: 20,
  cpus: 2,
};

test.each([
  [{ hostCpuPercent: 75 }, 'CPU of the host'],
  [{ serviceCpuPercent: { livekit: 180, 'api-1': 90, 'api-2': 97 } }, 'the one core of api-2'],
  [{ hostMemoryPercent: 85 }, 'memory of the host'],
  [{}, 'no resource of this machine (Packet loss)'],
])('with %j the limit is %s', (change, limit) =>
  expect(limitingResource({ ...usage, ...change }, ['Packet loss'])).toBe(limit),
);

const late = { id: 'generator-lateness', title: 'sent late', passed: false, found: '9 ms', needed: '5 ms' };

test('a generator that is late spoils a step, unless the platform has filled the host', () => {
  expect(spoilerOf(usage, [late])).toBe('the generator');
  expect(spoilerOf({ ...usage, hostCpuPercent: 98, generatorCpuPercent: 60 }, [late])).toBeNull();
  expect(spoilerOf(usage, [{ ...late, passed: true }])).toBeNull();
});

// 115 % of one core are 57 % of two: less than half of a full host is not ours.
test('programs that are none of ours spoil a step when they take most of a busy host', () => {
  expect(spoilerOf({ ...usage, hostCpuPercent: 99, serviceCpuPercent: { livekit: 30 } }, [])).toBe(
    'other programs on this machine',
  );
  expect(spoilerOf({ ...usage, hostCpuPercent: 99 }, [])).toBeNull();
});
