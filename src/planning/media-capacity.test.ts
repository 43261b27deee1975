import { describe, expect, test } from 'vitest';
import { choicesSchema } from './choices.ts';
import { demandOf } from './demand.ts';
import { eventSchema } from './event.ts';
import { mediaCapacity } from './media-capacity.ts';
import { mediaPrior } from './media-prior.ts';
import type { NodeSize } from './node-size.ts';
import { input } from './quantity.ts';
import { trafficOf } from './traffic.ts';

function size(sku: string, cores: number, memoryGiB: number, gbps: number | null, dollars: number): NodeSize {
  const line = (id: string) => ({ id: `node.${sku}.${id}`, title: id });
  return {
    sku,
    cores: input({ ...line('cores'), unit: 'core/node' }, cores, 'listed'),
    memory: input({ ...line('memory'), unit: 'byte/node' }, memoryGiB * 2 ** 30, 'listed'),
    network: gbps === null ? null : input({ ...line('network'), unit: 'bit/s/node' }, gbps * 1e9, 'listed'),
    monthlyPrice: input({ ...line('price'), unit: 'USD/month/node' }, dollars, 'listed'),
  };
}
const REGULAR = size('g-16vcpu-64gb', 16, 64, 2, 504);
const C16 = size('c-16-intel', 16, 32, 10, 437);
const C32 = size('c-32-intel', 32, 64, 10, 874);
const C48 = size('c-48-intel', 48, 96, 10, 1310);
const SIZES = [C48, REGULAR, C16, C32];

function capacity(event: object, choices: object, node: NodeSize) {
  const parsed = eventSchema.parse(event);
  const traffic = trafficOf(parsed, demandOf(parsed));
  return mediaCapacity(traffic, mediaPrior(), node, choicesSchema.parse(choices), SIZES);
}

describe('the reference event', () => {
  test('takes 110 c-16-intel at 85 % CPU: one meeting a node, ten spare', () => {
    const media = capacity({}, { targets: { cpu: 0.85 } }, C16);
    expect(media.limitedBy).toBe('cpu');
    expect(media.meetingsPerNode.value).toBe(1);
    expect([media.neededNodes, media.spareNodes, media.nodes].map(({ value }) => value)).toEqual([
      100, 10, 110,
    ]);
  });

  test('takes 55 c-48-intel at 70 %: two meetings a node, for the network card takes no third', () => {
    const media = capacity({}, {}, C48);
    expect(media.meetingsPerNode.value).toBe(2);
    expect(media.nodes.value).toBe(55);
    // 3 × 2.94 Gbit/s on the wire = 8.83, of 10 × 0.8.
    expect(media.shares.network.value * 3).toBeGreaterThan(1);
  });

  test('joins within a minute for 0.17 of the cores of a node', () => {
    const { joinStorm } = capacity({}, {}, C48);
    // 500 people × 20 ms / 60 s
    expect(joinStorm.cpu.value).toBeCloseTo((500 * 0.02) / 60, 9);
    expect(joinStorm.share.value).toBeCloseTo((500 * 0.02) / 60 / (48 * 0.7), 9);
  });
});

describe('spare nodes', () => {
  test.each([
    [0.1, 1, 5],
    [0.1, 8, 8],
    [0.07, 0, 4],
    [0, 0, 0],
  ])('%d of 50 and at least %d are %d', (share, nodes, spare) => {
    expect(capacity({}, { spare: { share, nodes } }, C48).spareNodes.value).toBe(spare);
  });

  test('a last digit of floating point buys none: 0.07 × 100 is 7', () => {
    const media = capacity({}, { targets: { cpu: 0.85 }, spare: { share: 0.07, nodes: 0 } }, C16);
    expect(media.spareNodes.value).toBe(7);
  });
});

describe('a meeting that fits no node', () => {
  test('says which limits, by how much, and the cheapest size that carries it', () => {
    expect(() => capacity({}, {}, REGULAR)).toThrow(
      'a meeting of 500 people does not fit one g-16vcpu-64gb, and a meeting cannot be spread over nodes: ' +
        'CPU: it needs 13.1 cores, 11.2 may be used; the network card: it needs 2.94 Gbit/s, 1.6 may be used. ' +
        'The nearest size that carries it is c-32-intel.',
    );
  });

  test('says the largest meeting that would, where no size carries it; that one does fit', () => {
    const event = (participants: number) => ({ meetings: [{ count: 1, participants }] });
    expect(() => capacity(event(5000), {}, C48)).toThrow(
      'the largest meeting that one would is 1,284 people, on c-48-intel',
    );
    expect(capacity(event(1284), {}, C48).largestShare.value).toBeLessThanOrEqual(1);
    expect(() => capacity(event(1285), {}, C48)).toThrow('a meeting of 1,285 people');
  });

  test('is a matter of usage, with the next command', () => {
    expect(() => capacity({}, {}, C16)).toThrow(
      expect.objectContaining({
        exitCode: 2,
        code: 'meeting-too-large',
        hint: 'gomeet plan --node-size c-32-intel',
      }),
    );
  });

  test('a size whose network card nobody states carries none', () => {
    const unknown = size('x-16', 16, 64, null, 100);
    expect(() => capacity({}, {}, unknown)).toThrow('the provider does not say how fast its network card is');
  });
});

test('several sizes share nodes: small meetings fill what large ones leave', () => {
  const large = { count: 10, participants: 500 };
  const small = { count: 1000, participants: 5 };
  const nodes = (meetings: object[]): number => capacity({ meetings }, {}, C48).neededNodes.value;
  expect(nodes([large])).toBe(5);
  expect(nodes([large, small])).toBeLessThan(nodes([large]) + nodes([small]));
});
