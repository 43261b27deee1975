import { expect, test } from 'vitest';
import { podsRequest } from './pods-request.ts';

const needed = { runner: 'kubernetes', apiUrl: 'https://meet.example.com', image: 'loadgen:1' } as const;

test('a run in pods has its namespace, and a minute to begin', () => {
  expect(podsRequest(needed)).toEqual({
    apiUrl: 'https://meet.example.com',
    image: 'loadgen:1',
    context: undefined,
    namespace: 'gomeet-load',
    startWithinSeconds: 60,
  });
});

test('without --runner kubernetes there is none', () => {
  expect(podsRequest({})).toBeUndefined();
  expect(podsRequest({ runner: 'local' })).toBeUndefined();
});

test.each([
  [{ ...needed, apiUrl: undefined }, '--runner kubernetes needs --api-url'],
  [{ ...needed, image: undefined }, '--runner kubernetes needs --image'],
  [{ ...needed, runner: 'local' as const }, '--api-url, --image: accepted only with --runner kubernetes'],
])('a flag that is missing or of no use is refused', (flags, message) => {
  expect(() => podsRequest(flags)).toThrow(message);
});
