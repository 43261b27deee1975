import { ExitCode, GomeetError } from '../errors.ts';
import { nearestNames } from '../nearest-name.ts';
import type { PlanDocument, PlanLine } from './plan.ts';

/** A line with what it was made of, as deep as was asked for. */
export interface Explanation
  extends Pick<PlanLine, 'title' | 'value' | 'unit' | 'formula' | 'kind' | 'basis' | 'sources' | 'range'> {
  readonly id: string;
  /** Name in the formula of the line above; null at the top. */
  readonly name: string | null;
  /** What the formula's names stand for, on the last level too. */
  readonly numbers: Readonly<Record<string, { readonly value: number; readonly unit: string }>>;
  readonly inputs: readonly Explanation[];
}

/**
 * How a number came about.
 *
 * @param name id of a line, or a name of the headline such as `mediaNodes`
 * @param depth levels of inputs below the line
 * @throws GomeetError (usage) with the nearest names for a line that the plan does not have
 */
export function explainLine(plan: PlanDocument, name: string, depth: number): Explanation {
  const id = Object.hasOwn(plan.totals, name) ? (plan.totals[name] ?? name) : name;
  const line = Object.hasOwn(plan.lines, id) ? plan.lines[id] : undefined;
  if (line === undefined) throw noSuchLine(plan, name);
  return explained(plan, { id, name: null, line, depth });
}

function explained(
  plan: PlanDocument,
  { id, name, line, depth }: { id: string; name: string | null; line: PlanLine; depth: number },
): Explanation {
  const { inputs, range, ...rest } = line;
  const below = depth === 0 ? [] : Object.entries(inputs);
  return {
    ...rest,
    ...(range === undefined ? {} : { range }),
    id,
    name,
    numbers: Object.fromEntries(
      Object.entries(inputs).flatMap(([inputName, inputId]) => {
        const found = plan.lines[inputId];
        return found === undefined ? [] : [[inputName, { value: found.value, unit: found.unit }]];
      }),
    ),
    inputs: below.flatMap(([inputName, inputId]) => {
      const found = plan.lines[inputId];
      return found === undefined
        ? []
        : [explained(plan, { id: inputId, name: inputName, line: found, depth: depth - 1 })];
    }),
  };
}

function noSuchLine({ lines, totals }: PlanDocument, name: string): GomeetError {
  const nearest = nearestLines(name, [...Object.keys(lines), ...Object.keys(totals)]);
  return new GomeetError(`the plan has no line "${name}"; nearest: ${nearest.join(', ')}`, {
    exitCode: ExitCode.usage,
    code: 'unknown-line',
    hint: `gomeet plan explain ${nearest[0] ?? 'mediaNodes'}`,
  });
}

/** People remember a word of a name sooner than its length: names that hold what was typed come first. */
function nearestLines(typed: string, names: readonly string[]): readonly string[] {
  const holding = names.filter((name) => name.toLowerCase().includes(typed.toLowerCase()));
  return [...new Set([...nearestNames(typed, holding, 5), ...nearestNames(typed, names, 5)])].slice(0, 5);
}
