import { describe, expect, test } from 'vitest';
import { capacityRequest } from './request.ts';

const config = {
  room: {
    participants: 500,
    publishers: 2,
    microphones: 1,
    layout: 'grid-25',
    durationSeconds: 30,
    joinRatePerSecond: 25,
  },
};

describe('capacityRequest', () => {
  test('by default one room grows up to the seats that the platform gives', () => {
    const { of, from, to, at } = capacityRequest({}, config);
    expect({ of, from, to }).toEqual({ of: 'participants', from: 50, to: 1000 });
    expect(at(80)).toMatchObject({ rooms: 1, participants: 80, durationSeconds: 10 });
  });

  test('rooms grow with their people, up to as many people as a test may have', () => {
    const { to, at } = capacityRequest({ of: 'rooms', participants: 500 }, config);
    expect(to).toBe(100);
    expect(at(7)).toMatchObject({ rooms: 7, participants: 500 });
  });

  test('publishers grow in a room of fixed size', () =>
    expect(capacityRequest({ of: 'publishers' }, config).at(9)).toMatchObject({
      rooms: 1,
      participants: 100,
      publishers: 9,
    }));

  test.each([
    [{ publishers: 10 }, 10],
    [{ of: 'publishers', microphones: 4, from: 4 }, 4],
    [{ of: 'rooms', publishers: 10 }, 2],
  ] as const)('%j: a search that finds nothing ends at a load that can be made', (flags, smallest) => {
    const request = capacityRequest(flags, config);
    expect(request.smallest).toBe(smallest);
    expect(() => request.at(request.smallest)).not.toThrow();
  });

  test.each([
    [{ from: 100, to: 50 }, '--from 100 is more than --to 50'],
    [{ participants: 30 }, '--participants 30: that is what is searched for'],
    [{ to: 2000 }, '2,000 participants in a room: the platform gives a room at most 1,000 seats'],
    [{ of: 'publishers', participants: 50, to: 60 }, '60 publishers in a room of 50'],
  ] as const)('refuses %j', (flags, message) =>
    expect(() => capacityRequest(flags, config)).toThrow(message),
  );
});
