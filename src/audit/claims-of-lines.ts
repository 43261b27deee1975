import { demandOf } from '../planning/demand.ts';
import type { PlanDocument } from '../planning/plan.ts';
import { quantitiesOf } from '../planning/plan-lines.ts';
import type { Quantity } from '../planning/quantity.ts';
import { trafficOf } from '../planning/traffic.ts';
import type { Derivation, Restatement } from './audited-numbers.ts';

/** Every line that is worked out by a formula, with the lines that it is made of: anybody can work it out again. */
export function derivationsOf({ lines }: PlanDocument): readonly Derivation[] {
  return Object.entries(lines).flatMap(([id, { kind, title, value, unit, formula, inputs }]) =>
    kind !== 'formula' || formula === null
      ? []
      : {
          title,
          is: value,
          unit,
          formula,
          inputs: Object.fromEntries(
            Object.entries(inputs).map(([name, input]) => [name, lines[input]?.value ?? Number.NaN]),
          ),
          at: `lines.${id}`,
        },
  );
}

/**
 * What follows from the event alone (meetings, people, hours, layout), beside the line of the same id. Costs and
 * assumptions are left out: a calibration may have put others in their place.
 */
export function givensOf({ event, lines }: PlanDocument): readonly Restatement[] {
  const demand = demandOf(event);
  const { largest, peak, joins } = trafficOf(event, demand);
  const roots = [demand, largest, peak, { joins }].flatMap((part) => Object.values(part).filter(isQuantity));
  return [...quantitiesOf(roots).values()]
    .filter(({ basis, kind }) => basis === 'given' && kind !== 'formula')
    .flatMap(({ id, title, unit, value }) => {
      const line = Object.hasOwn(lines, id) ? lines[id] : undefined;
      return line === undefined
        ? []
        : {
            about: title,
            unit,
            claims: [
              { is: value, at: 'event' },
              { is: line.value, at: `lines.${id}` },
            ],
          };
    });
}

const isQuantity = (part: unknown): part is Quantity =>
  typeof part === 'object' && part !== null && 'formula' in part && 'basis' in part;
