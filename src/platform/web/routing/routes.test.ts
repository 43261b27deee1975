import { expect, test } from 'vitest';
import { routeOf } from './routes.ts';

test.each([
  ['/', '/'],
  ['/rooms/r1', '/rooms/:roomId'],
  ['/rooms/r1/details', '/rooms/:roomId/details'],
  ['/login', '/login'],
])('%s is the page %s', (path, expected) => {
  expect(routeOf(path)?.path).toBe(expected);
});

test('other addresses are no page', () => {
  expect(routeOf('/rooms')).toBeUndefined();
  expect(routeOf('/nowhere/at/all')).toBeUndefined();
});

test('whatever shows data of an account needs one', () => {
  const open = ['/login', '/register', '/forgot-password', '/reset-password', '/verify-email', '/design'];
  for (const path of ['/', '/rooms/r1', '/rooms/r1/details', '/contacts', '/profile', '/settings']) {
    expect(routeOf(path)?.access).toBe('private');
  }
  for (const path of open) expect(routeOf(path)?.access).not.toBe('private');
});
