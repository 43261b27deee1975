import { expect, test } from 'vitest';
import { parseManifests } from './parse-manifests.ts';

const configMap = (name: string, data = '{}'): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}, namespace: gomeet}\ndata: ${data}\n`;

test('objects come sorted by what they are, wherever they stood', () => {
  const names = (text: string) => parseManifests(text, 'x').map(({ metadata }) => metadata.name);
  expect(names(`${configMap('b')}---\n${configMap('a')}---\n`)).toEqual(['a', 'b']);
  expect(names(`${configMap('a')}---\n${configMap('b')}`)).toEqual(['a', 'b']);
});

test('reads YAML as kubectl does: octal modes are numbers, times are text', () => {
  const [object] = parseManifests(configMap('a', '{mode: 0400, at: 2026-11-21, until: 10:30}'), 'x');
  expect(object?.data).toEqual({ mode: 256, at: '2026-11-21', until: '10:30' });
});

test('a List is its items', () => {
  const list = `apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Secret, metadata: {name: s}}\n`;
  expect(parseManifests(list, 'x').map(({ kind }) => kind)).toEqual(['Secret']);
});

test('nothing at all is no objects', () => {
  expect(parseManifests('', 'x')).toEqual([]);
});

test('refuses what is there twice, what is no object and what is no YAML, by name', () => {
  expect(() => parseManifests(`${configMap('a')}---\n${configMap('a')}`, 'overlay')).toThrow(
    'overlay: core ConfigMap gomeet/a is there twice',
  );
  expect(() => parseManifests('just: text', 'overlay')).toThrow('a document is no object: {"just":"text"}');
  expect(() => parseManifests('a: [', 'overlay')).toThrow('overlay: ');
});
