import { expect, test } from 'vitest';
import { roomIdIn, roomLink } from './room-link.ts';

const id = '1f0a7c9e-93c1-4c3f-8f43-0a5b6c7d8e9f';

test.each([
  ['an id', id],
  ['an id in capitals with spaces around', `  ${id.toUpperCase()} `],
  ['a link', `https://meet.example.org/rooms/${id}`],
  ['a link in a sentence', `Join us: https://meet.example.org/rooms/${id}?from=mail`],
])('%s names the room', (_what, text) => {
  expect(roomIdIn(text)).toBe(id);
});

test('other text names none', () => {
  expect(roomIdIn('https://meet.example.org/rooms/weekly')).toBeUndefined();
});

test('the link leads to the room', () => {
  expect(roomLink('https://meet.example.org', id)).toBe(`https://meet.example.org/rooms/${id}`);
});
