import { expect, test } from 'vitest';
import { planInputs } from '../../tests/support/plan-inputs.ts';
import { buildPlan } from './build-plan.ts';
import { explainLine } from './explain.ts';

const plan = buildPlan(planInputs()).document;

test('a headline name leads to its line, with two levels below it', () => {
  const line = explainLine(plan, 'loadBalancerNodes', 2);
  expect(line).toMatchObject({ id: 'edge.load-balancer.nodes', value: 16, name: null });
  const connections = line.inputs.find(({ name }) => name === 'connections');
  expect(connections).toMatchObject({ id: 'edge.connections', value: 150_000, basis: 'assumed' });
  expect(connections?.inputs.map(({ name }) => name)).toEqual(['participants', 'perPerson']);
  expect(connections?.inputs.flatMap(({ inputs }) => inputs)).toEqual([]);
});

test('the last level keeps the numbers of its formula', () => {
  const [input] = explainLine(plan, 'media.nodes', 1).inputs;
  expect(input?.numbers).toEqual({
    slots: { value: 100, unit: 'meeting' },
    meetingsPerNode: { value: 2, unit: 'meeting/node' },
  });
});

test('a line that is not there is answered with the nearest names', () => {
  expect(() => explainLine(plan, 'mediaNods', 2)).toThrow('nearest: mediaNodes');
  expect(() => explainLine(plan, 'turn.relayed', 2)).toThrow('edge.turn.relayed');
  expect(() => explainLine(plan, 'toString', 2)).toThrow('has no line "toString"');
});
