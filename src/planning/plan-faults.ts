import { GomeetError } from '../errors.ts';
import { compileFormula } from './formula.ts';
import type { PlanDocument, PlanLine } from './plan.ts';
import { dimensionOf, isSameDimension, unitOf } from './unit.ts';

/** Bytes of a month for every human being are 1e21; what is more is no number of a plan. */
const LARGEST = 1e21;

/** What the form of a plan.json cannot say: the first fault, with its path, or undefined. */
export function faultOf(plan: PlanDocument): string | undefined {
  return hugeIn(plan, '') ?? danglingIn(plan) ?? lineFaultIn(plan) ?? resourceFaultIn(plan);
}

function hugeIn(part: unknown, path: string): string | undefined {
  if (typeof part === 'number')
    return Math.abs(part) <= LARGEST
      ? undefined
      : `${path}: ${part} is too large; accepted: numbers up to ${LARGEST}`;
  if (typeof part !== 'object' || part === null) return undefined;
  for (const [key, value] of Object.entries(part)) {
    const fault = hugeIn(value, path === '' ? key : `${path}.${key}`);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** Every name of a line has to lead to one. */
function danglingIn({ lines, totals, resources }: PlanDocument): string | undefined {
  const named = [
    ...Object.entries(totals).map(([name, id]) => [`totals.${name}`, id] as const),
    ...resources.flatMap(({ quantity, hours }, index) => [
      [`resources.${index}.quantity`, quantity] as const,
      ...(hours === null ? [] : [[`resources.${index}.hours`, hours] as const]),
    ]),
    ...Object.entries(lines).flatMap(([id, { inputs }]) =>
      Object.entries(inputs).map(([name, input]) => [`lines.${id}.inputs.${name}`, input] as const),
    ),
  ];
  const missing = named.find(([, id]) => !Object.hasOwn(lines, id));
  return missing === undefined ? undefined : `${missing[0]}: there is no line "${missing[1]}"`;
}

function lineFaultIn({ lines }: PlanDocument): string | undefined {
  for (const [id, line] of Object.entries(lines)) {
    const fault = orMessage(() => unitFault(line, lines));
    if (fault !== undefined) return `lines.${id}.${fault}`;
  }
  return undefined;
}

/** A formula has to be readable, have all of its names, and come out as the unit of its line. */
function unitFault(
  { unit, kind, formula, inputs }: PlanLine,
  lines: PlanDocument['lines'],
): string | undefined {
  const stated = dimensionOf(unit);
  if (kind !== 'formula' || formula === null) return undefined;
  const compiled = compileFormula(formula);
  const nameless = compiled.names.find((name) => !Object.hasOwn(inputs, name));
  if (nameless !== undefined) return `inputs: the formula "${formula}" needs "${nameless}"`;
  const dimensions = Object.entries(inputs).map(
    ([name, id]) => [name, dimensionOf(lines[id]?.unit ?? '1')] as const,
  );
  const comesOut = compiled.dimension(Object.fromEntries(dimensions));
  return isSameDimension(comesOut, stated)
    ? undefined
    : `unit: the formula "${formula}" comes out as ${unitOf(comesOut)}; accepted: that, found ${unit}`;
}

/** What the model throws as a fault of its own is here one of the file. */
function orMessage(fault: () => string | undefined): string | undefined {
  try {
    return fault();
  } catch (thrown) {
    if (thrown instanceof GomeetError) return `formula: ${thrown.message}`;
    throw thrown;
  }
}

const COUNTED = ['node', 'instance', 'pod', '1'] as const;
const DATA = ['byte', 'GB', 'GiB', 'TB', 'TiB', 'byte/month', 'GB/month', 'GiB/month'] as const;
const STORED: readonly string[] = ['volume', 'snapshot', 'object-storage', 'egress'];

/** Machines are counted, data is weighed: no price list sells nodes by the GiB. */
function resourceFaultIn({ resources, lines }: PlanDocument): string | undefined {
  for (const [index, { kind, quantity }] of resources.entries()) {
    const unit = lines[quantity]?.unit ?? '';
    const accepted: readonly string[] =
      kind === 'registry' ? [...COUNTED, ...DATA] : STORED.includes(kind) ? DATA : COUNTED;
    if (!accepted.includes(unit))
      return `lines.${quantity}.unit: resources.${index} (${kind}) is paid by it; accepted: ${accepted.join(', ')}, found ${unit}`;
  }
  return undefined;
}
