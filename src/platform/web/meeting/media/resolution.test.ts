import { expect, test } from 'vitest';
import { receivedPicture, sentPicture } from './resolution.ts';

test.each([
  ['auto', '1080p', 720],
  ['1080p', '1080p', 1080],
  ['1080p', '360p', 360],
  ['180p', '720p', 180],
  ['auto', '180p', 180],
] as const)('a choice of %s in a room that allows %s sends %i lines', (choice, allows, height) => {
  expect(sentPicture(choice, allows).height).toBe(height);
});

test('automatic sets no bound to what is received', () => {
  expect(receivedPicture('auto')).toBeUndefined();
  expect(receivedPicture('360p')?.width).toBe(640);
});

test('a bound holds whatever was chosen, and a smaller choice holds under it', () => {
  const bound = { width: 640, height: 360, frameRate: 20 };
  expect(receivedPicture('auto', bound)).toEqual(bound);
  expect(receivedPicture('1080p', bound)?.height).toBe(360);
  expect(receivedPicture('180p', bound)?.height).toBe(180);
});
