import { describe, expect, test } from 'vitest';
import { choicesSchema } from './choices.ts';
import { demandOf } from './demand.ts';
import { type Event, eventSchema } from './event.ts';
import { mediaCapacity } from './media-capacity.ts';
import { mediaPrior } from './media-prior.ts';
import { meetingNeeds } from './node-limits.ts';
import type { NodeSize } from './node-size.ts';
import { input, type Quantity } from './quantity.ts';
import { randomOf } from './random.ts';
import { trafficOf } from './traffic.ts';
import { dimensionOf, unitOf } from './unit.ts';

const HUGE: NodeSize = {
  sku: 'huge',
  cores: input({ id: 'node.cores', title: 'cores', unit: 'core/node' }, 400, 'listed'),
  memory: input({ id: 'node.memory', title: 'memory', unit: 'byte/node' }, 2 ** 40, 'listed'),
  network: input({ id: 'node.network', title: 'network', unit: 'bit/s/node' }, 100e9, 'listed'),
  monthlyPrice: null,
};
const CHOICES = choicesSchema.parse({});

function randomEvent(random: () => number, participants: number): Event {
  const upTo = (most: number): number => Math.round(random() * most * 100) / 100;
  return eventSchema.parse({
    meetings: [{ count: 1 + Math.floor(random() * 200), participants }],
    meetingsAre: random() < 0.5 ? 'cap' : 'mean',
    layout: {
      smallTiles: upTo(49),
      largeTiles: upTo(3),
      voices: upTo(6),
      silentMicrophones: upTo(1),
      screenShares: upTo(2),
    },
    cameras: upTo(1),
    dynacast: random() < 0.5,
    codec: (['vp8', 'h264', 'vp9', 'av1'] as const)[Math.floor(random() * 4)],
  });
}

/** Everything of a plan of media that can grow, by name. */
function modelOf(event: Event): Record<string, Quantity> {
  const demand = demandOf(event);
  const traffic = trafficOf(event, demand);
  const { nodes, neededNodes, largestShare } = mediaCapacity(traffic, mediaPrior(), HUGE, CHOICES);
  const { slots, participants, cameras, voices, participantHoursPerMonth } = demand;
  const needs = meetingNeeds(traffic.largest, mediaPrior());
  const egress = { payloadBytes: traffic.month.payload.bytes, wireBytes: traffic.month.wire.bytes };
  return {
    ...{ slots, participants, cameras, voices, participantHoursPerMonth },
    ...{ ...traffic.peak, ...egress, ...needs, nodes, neededNodes, largestShare },
  };
}

const CASES = Array.from({ length: 60 }, (_, seed) => seed);

/** The same event with one thing more of something. */
const MORE: Readonly<Record<string, (event: Event) => Event>> = {
  'people in a meeting': (event) =>
    withMeetings(event, ({ count, participants }) => ({ count, participants: participants + 1 })),
  meetings: (event) => withMeetings(event, ({ count, participants }) => ({ count: count + 1, participants })),
  'small tiles': (event) => ({
    ...event,
    layout: { ...event.layout, smallTiles: Number(event.layout.smallTiles) + 1 },
  }),
  voices: (event) => ({ ...event, layout: { ...event.layout, voices: Number(event.layout.voices) + 1 } }),
  'screen shares': (event) => ({
    ...event,
    layout: { ...event.layout, screenShares: Number(event.layout.screenShares) + 1 },
  }),
  cameras: (event) => ({ ...event, cameras: Math.min(1, Number(event.cameras) + 0.1) }),
};
function withMeetings(
  event: Event,
  change: (meeting: Event['meetings'][number]) => Event['meetings'][number],
): Event {
  return { ...event, meetings: event.meetings.map(change) };
}

describe.each(Object.entries(MORE))('more %s', (_, grow) => {
  test('never need less of anything', () => {
    for (const seed of CASES) {
      const random = randomOf(seed);
      const event = randomEvent(random, 1 + Math.floor(random() * 600));
      const [before, after] = [modelOf(event), modelOf(grow(event))];
      for (const [name, { value }] of Object.entries(before))
        expect(after[name]?.value, `${name}, seed ${seed}`).toBeGreaterThanOrEqual(value * (1 - 1e-12));
    }
  });
});

/** Every quantity that these are made of. */
function allOf(quantities: readonly Quantity[]): Set<Quantity> {
  const all = new Set<Quantity>();
  const add = (quantity: Quantity): void => {
    if (all.has(quantity)) return;
    all.add(quantity);
    Object.values(quantity.inputs).forEach(add);
  };
  quantities.forEach(add);
  return all;
}

/** Works a formula out by another way than the model does: operators by rank onto a stack (shunting-yard). */
function evaluate(formula: string, values: (name: string) => number): number {
  const output: number[] = [];
  const operators: string[] = [];
  const counts: number[] = [];
  const rank: Record<string, number> = { '+': 1, '-': 1, '*': 2, '/': 2 };
  const apply = (): void => {
    const operator = operators.pop() ?? '';
    const [right = 0, left = 0] = [output.pop(), output.pop()];
    output.push(
      operator === '+'
        ? left + right
        : operator === '-'
          ? left - right
          : operator === '*'
            ? left * right
            : left / right,
    );
  };
  const unwind = (until: (top: string) => boolean): void => {
    for (let top = operators.at(-1); top !== undefined && !until(top); top = operators.at(-1)) apply();
  };
  for (const token of formula.match(/\d+(\.\d+)?|\w+(?=\()|\w+|[-+*/(),]/g) ?? []) {
    if (/^\d/.test(token)) output.push(Number(token));
    else if (/^(ceil|floor|max|min)$/.test(token)) operators.push(token);
    else if (/^\w/.test(token)) output.push(values(token));
    else if (token === '(') {
      operators.push(token);
      counts.push(1);
    } else if (token === ',') {
      unwind((top) => top === '(');
      counts.push((counts.pop() ?? 0) + 1);
    } else if (token === ')') {
      unwind((top) => top === '(');
      operators.pop();
      const args = counts.pop() ?? 1;
      if (!/^\w/.test(operators.at(-1) ?? '')) continue;
      const name = operators.pop() as 'ceil' | 'floor' | 'max' | 'min';
      output.push((Math[name] as (...numbers: number[]) => number)(...output.splice(-args)));
    } else {
      unwind((top) => top === '(' || /^\w/.test(top) || (rank[top] ?? 0) < (rank[token] ?? 0));
      operators.push(token);
    }
  }
  unwind(() => false);
  return output[0] ?? Number.NaN;
}

describe('every quantity of the model', () => {
  const quantities = CASES.flatMap((seed) => {
    const random = randomOf(1000 + seed);
    return [...allOf(Object.values(modelOf(randomEvent(random, 2 + Math.floor(random() * 600)))))];
  });

  test('is what another evaluator makes of its formula', () => {
    const derived = quantities.filter(({ kind }) => kind === 'formula');
    expect(derived.length).toBeGreaterThan(2000);
    for (const { id, formula, inputs, value } of derived) {
      const again = evaluate(formula ?? '', (name) => inputs[name]?.value ?? Number.NaN);
      expect(Math.abs(again - value), `${id} = ${formula}`).toBeLessThanOrEqual(Math.abs(value) * 1e-9);
    }
  });

  test('has a unit that survives being read and written', () => {
    for (const { id, unit } of quantities) {
      const written = unitOf(dimensionOf(unit));
      expect(unitOf(dimensionOf(written)), id).toBe(written);
      expect([...dimensionOf(written)].sort(), id).toEqual([...dimensionOf(unit)].sort());
    }
  });

  test('has one value for one id within a plan', () => {
    const plan = allOf(Object.values(modelOf(eventSchema.parse({}))));
    const values = new Map<string, number>();
    for (const { id, value } of plan) {
      expect(values.get(id) ?? value, id).toBe(value);
      values.set(id, value);
    }
  });
});

test('bytes, GB and GiB of a month are one amount', () => {
  const event = eventSchema.parse({});
  const { bytes, gigabytes, gibibytes } = trafficOf(event, demandOf(event)).month.payload;
  expect(gigabytes.value * 1e9).toBeCloseTo(bytes.value, -4);
  expect(gibibytes.value * 2 ** 30).toBeCloseTo(bytes.value, -4);
});
