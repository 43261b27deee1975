import { expect, test } from 'vitest';
import { createAllowedMethods } from './allowed-methods.ts';

const allowed = createAllowedMethods();
allowed.add('/rooms', ['GET', 'HEAD']);
allowed.add('/rooms', ['POST']);
allowed.add('/rooms/:roomId', ['GET']);
allowed.add('/rooms/mine', ['DELETE']);
allowed.add('/a.b', ['PUT']);

test.each([
  ['/rooms', ['GET', 'HEAD', 'POST']],
  ['/rooms/', ['GET', 'HEAD', 'POST']],
  ['/rooms/17', ['GET']],
  ['/rooms/mine', ['DELETE', 'GET']],
  ['/rooms/17/join', []],
  ['/aXb', []],
])('%s takes %j', (path, methods) => {
  expect(allowed.of(path)).toEqual(methods);
});
