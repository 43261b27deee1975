import { expect, test } from 'vitest';
import { isLinkValid, signLink } from './recording-links.ts';

const key = Buffer.alloc(32, 1);
const link = { roomId: 'room', recordingId: 'recording', expires: 1000 };
const signature = new URL(signLink(key, link), 'http://host').searchParams.get('signature') ?? '';

test('a link opens one recording until it expires', () => {
  expect(isLinkValid([key], link, signature, 999)).toBe(true);
  expect(isLinkValid([key], link, signature, 1000)).toBe(false);
});

test('a link for something else, for longer or with another signature opens nothing', () => {
  expect(isLinkValid([key], { ...link, recordingId: 'other' }, signature, 1)).toBe(false);
  expect(isLinkValid([key], { ...link, roomId: 'other' }, signature, 1)).toBe(false);
  expect(isLinkValid([key], { ...link, expires: 2000 }, signature, 1)).toBe(false);
  expect(isLinkValid([key], link, signature.slice(0, -4), 1)).toBe(false);
  expect(isLinkValid([key], link, '', 1)).toBe(false);
});

test('a link of an older key is good while that key is kept', () => {
  const newest = Buffer.alloc(32, 2);
  expect(isLinkValid([newest, key], link, signature, 1)).toBe(true);
  expect(isLinkValid([newest], link, signature, 1)).toBe(false);
});
