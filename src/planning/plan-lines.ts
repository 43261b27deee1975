import { ExitCode, GomeetError } from '../errors.ts';
import type { PlanLine } from './plan.ts';
import type { Quantity } from './quantity.ts';

/**
 * All quantities that the roots are made of, by id, each before what it is made of.
 *
 * @throws GomeetError (unexpected) when two quantities of one id differ: then nobody could tell which one a bill charges
 */
export function quantitiesOf(roots: Iterable<Quantity>): ReadonlyMap<string, Quantity> {
  const found = new Map<string, Quantity>();
  const waiting = [...roots];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const known = found.get(next.id);
    if (known !== undefined && (known.value !== next.value || known.unit !== next.unit))
      throw twoMeanings(known, next);
    if (known !== undefined) continue;
    found.set(next.id, next);
    waiting.push(...Object.values(next.inputs));
  }
  return found;
}

/** A quantity as plan.json keeps it. */
export const lineOf = ({
  id: _id,
  title,
  value,
  unit,
  kind,
  formula,
  inputs,
  basis,
  sources,
  range,
}: Quantity): PlanLine => ({
  title,
  value,
  unit,
  kind,
  formula,
  inputs: Object.fromEntries(Object.entries(inputs).map(([name, { id }]) => [name, id])),
  basis,
  sources: [...sources],
  ...(range === undefined ? {} : { range }),
});

const twoMeanings = (one: Quantity, other: Quantity): GomeetError =>
  new GomeetError(`line ${one.id} is ${one.value} ${one.unit} and ${other.value} ${other.unit}`, {
    exitCode: ExitCode.unexpected,
    code: 'ambiguous-line',
  });
