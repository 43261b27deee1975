import { describe, expect, test } from 'vitest';
import { diffFields } from './field-diff.ts';

describe('fields that differ', () => {
  test('none between equals, in whatever order their fields stand', () => {
    expect(diffFields({ a: 1, b: { c: [1, 2] } }, { b: { c: [1, 2] }, a: 1 })).toEqual([]);
  });

  test('are named by their path', () => {
    expect(diffFields({ spec: { replicas: 2 } }, { spec: { replicas: 3 } })).toEqual([
      { path: 'spec.replicas', before: 2, after: 3 },
    ]);
    expect(diffFields({ metadata: {} }, { metadata: { labels: { 'a.b/c': 'd' } } })).toEqual([
      { path: 'metadata.labels["a.b/c"]', before: undefined, after: 'd' },
    ]);
  });

  test('in a list of named entries are told by name: one more is one change', () => {
    const container = (name: string, image: string) => ({ name, image });
    expect(
      diffFields(
        { containers: [container('api', 'a:1'), container('proxy', 'p:1')] },
        { containers: [container('init', 'i:1'), container('api', 'a:2'), container('proxy', 'p:1')] },
      ),
    ).toEqual([
      { path: 'containers[name=api].image', before: 'a:1', after: 'a:2' },
      { path: 'containers[name=init].name', before: undefined, after: 'init' },
      { path: 'containers[name=init].image', before: undefined, after: 'i:1' },
    ]);
  });

  test('two ports of one name are compared by number, or in their order', () => {
    expect(
      diffFields(
        [
          { port: 80, name: 'x' },
          { port: 81, name: 'x' },
        ],
        [
          { port: 80, name: 'x' },
          { port: 81, name: 'y' },
        ],
      ),
    ).toEqual([{ path: '[port=81].name', before: 'x', after: 'y' }]);
    expect(diffFields([{ from: 'a' }, { from: 'b' }], [{ from: 'a' }, { from: 'c' }])).toEqual([
      { path: '[1].from', before: 'b', after: 'c' },
    ]);
  });

  test('a list of words is one value', () => {
    expect(diffFields({ args: ['-a'] }, { args: ['-a', '-b'] })).toEqual([
      { path: 'args', before: ['-a'], after: ['-a', '-b'] },
    ]);
  });
});
