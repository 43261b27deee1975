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
