import { describe, expect, test } from 'vitest';
import { poolDifferences, poolState } from './pool-differences.ts';

const taints = [{ key: 'gomeet.io/pool', value: 'media', effect: 'NoSchedule' }];
const labels = { 'gomeet.io/pool': 'media' };
const tags = ['gomeet', 'gomeet-media'];
const media = {
  id: 'media',
  name: 'gomeet-media',
  size: 'c-16',
  nodes: 5,
  maximumNodes: null,
  tags,
  labels,
  taints,
};
const node = (state: string) => ({ id: state, name: state, status: { state } });
const found = {
  id: '478247f8',
  name: 'gomeet-media',
  size: 'c-16',
  count: 5,
  tags,
  labels,
  taints,
  auto_scale: false,
  min_nodes: 0,
  max_nodes: 0,
  nodes: Array.from({ length: 5 }, () => node('running')),
};

describe('a pool of nodes', () => {
  test('as planned differs in nothing', () => {
    expect(poolDifferences(media, found)).toEqual({
      ...{ differences: [], conflicts: [], notes: [] },
      machines: { found: 5, planned: 5 },
    });
  });

  test.each([
    [{ count: 3 }, 'nodes 3 → 5'],
    [{ tags: ['gomeet'] }, 'tags gomeet-media'],
    [{ labels: {} }, 'labels gomeet.io/pool=media'],
    [{ taints: null }, 'taints gomeet.io/pool=media:NoSchedule'],
    [{ auto_scale: true, min_nodes: 1, max_nodes: 9 }, 'autoscaling 1 to 9 nodes → off'],
  ])('with %o is changed: %s', (differing, text) => {
    expect(poolDifferences(media, { ...found, ...differing }).differences).toEqual([text]);
  });

  test('of other machines is for a person to decide', () => {
    expect(poolDifferences(media, { ...found, size: 'c-8' }).conflicts).toEqual([
      'its nodes are c-8, planned are c-16: a pool keeps the size of its nodes',
    ]);
  });

  test('with more nodes than planned is never made smaller here', () => {
    const { differences, notes } = poolDifferences(media, { ...found, count: 7 });
    expect(differences).toEqual([]);
    expect(notes).toEqual(['7 nodes, planned are 5: gomeet scale empties nodes before it takes them away']);
  });

  test('that scales by itself may have any number between its limits', () => {
    const worker = { ...media, nodes: 3, maximumNodes: 6 };
    const scaled = { ...found, auto_scale: true, min_nodes: 3, max_nodes: 6 };
    expect(poolDifferences(worker, scaled)).toMatchObject({ differences: [], notes: [] });
  });

  test.each([
    ['provisioning', 'waiting', '4 of 5 nodes run'],
    ['running', 'ready', '5 of 5 nodes run'],
  ])('whose last node is %s is %s', (state, expected, text) => {
    const nodes = [...found.nodes.slice(1), node(state)];
    expect(poolState({ ...found, nodes })).toEqual({ state: expected, text });
  });
});
