import { expect, test } from 'vitest';
import { commandOf, shortcuts } from './shortcuts.ts';

const press = (key: string, over = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  repeat: false,
  ...over,
});
const free = { takesKeys: false };

test.each([
  ['m', 'microphone'],
  ['M', 'microphone'],
  ['ArrowRight', 'next-page'],
  ['Escape', 'close'],
  ['x', undefined],
] as const)('%s is %s', (key, command) => {
  expect(commandOf(press(key), free)).toBe(command);
});

test('a key belongs to the field that somebody writes in, but for Escape', () => {
  expect(commandOf(press('m'), { takesKeys: true })).toBeUndefined();
  expect(commandOf(press('Escape'), { takesKeys: true })).toBe('close');
});

test('the browser keeps its own combinations, and a held key counts once', () => {
  expect(commandOf(press('c', { ctrlKey: true }), free)).toBeUndefined();
  expect(commandOf(press('p', { metaKey: true }), free)).toBeUndefined();
  expect(commandOf(press('m', { repeat: true }), free)).toBeUndefined();
});

test('no key is taken twice', () => {
  expect(new Set(shortcuts.map(({ key }) => key)).size).toBe(shortcuts.length);
});
