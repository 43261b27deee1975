import { ExitCode, GomeetError } from '../errors.ts';
import { compileFormula, type Formula } from './formula.ts';
import { dimensionOf, isSameDimension, unitOf } from './unit.ts';

/**
 * How a number is known, from the surest to the weakest. A derived number is known as well as the weakest of its inputs.
 * `defined`: by convention (8 bit a byte). `given`: the user said so. `listed`: in a price list or a provider's documents.
 * `measured`: fitted to recorded runs, within their range. `extrapolated`: the same, outside it. `assumed`: the prior.
 */
export const BASES = ['defined', 'given', 'listed', 'measured', 'extrapolated', 'assumed'] as const;
export type Basis = (typeof BASES)[number];

/** Where a number comes from. */
export interface Source {
  readonly title: string;
  readonly url?: string;
  /** Day on which it held, as YYYY-MM-DD. */
  readonly asOf?: string;
  readonly confidence: 'high' | 'medium' | 'low' | 'none';
}

/** A triangular range: `low ≤ mode ≤ high`. */
export interface Range {
  readonly low: number;
  readonly mode: number;
  readonly high: number;
}

/**
 * A number that can account for itself. The unit is a literal type, so a function that wants `Quantity<'bit/s'>` takes no
 * `Quantity<'byte/s'>`, and `derive` works out the unit of every formula and refuses one that comes out as something else.
 */
export interface Quantity<Unit extends string = string> {
  /** Dotted and stable, such as `traffic.egress.wire`: what `plan explain` takes. */
  readonly id: string;
  readonly title: string;
  readonly value: number;
  readonly unit: Unit;
  /** Arithmetic over the names of `inputs`, the words of an algorithm, or null for an input of the model. */
  readonly formula: string | null;
  readonly kind: 'input' | 'formula' | 'algorithm';
  readonly inputs: Readonly<Record<string, Quantity>>;
  readonly sources: readonly Source[];
  readonly basis: Basis;
  /** Of an input that is not known exactly; `value` is its mode. */
  readonly range?: Range;
}

interface Line<Unit extends string> {
  readonly id: string;
  readonly title: string;
  readonly unit: Unit;
}

/** A number that the model starts from. */
export function input<Unit extends string>(
  line: Line<Unit>,
  value: number | Range,
  basis: Basis,
  sources: readonly Source[] = [],
): Quantity<Unit> {
  dimensionOf(line.unit);
  const isRange = typeof value === 'object';
  return {
    ...line,
    value: isRange ? value.mode : value,
    formula: null,
    kind: 'input',
    inputs: {},
    sources,
    basis,
    ...(isRange ? { range: value } : {}),
  };
}

/**
 * A number worked out by a formula over other quantities, such as `derive({id, title, unit: 'bit/s'}, 'tiles * bitrate',
 * {tiles, bitrate})`. The formula is what is computed: text and value cannot disagree.
 *
 * @throws GomeetError (unexpected) when the formula's unit is not the line's, or a name has no quantity
 */
export function derive<Unit extends string>(
  line: Line<Unit>,
  formula: string,
  inputs: Readonly<Record<string, Quantity>>,
  sources: readonly Source[] = [],
): Quantity<Unit> {
  const { evaluate } = checked(line, formula, inputs);
  return {
    ...line,
    value: evaluate(inputs),
    formula,
    kind: 'formula',
    inputs,
    sources,
    basis: weakest(inputs),
  };
}

/** A number that an algorithm found (packing, Erlang B); `words` tell how, `inputs` from what. */
export function computed<Unit extends string>(
  line: Line<Unit>,
  words: string,
  inputs: Readonly<Record<string, Quantity>>,
  value: number,
  sources: readonly Source[] = [],
): Quantity<Unit> {
  dimensionOf(line.unit);
  return { ...line, value, formula: words, kind: 'algorithm', inputs, sources, basis: weakest(inputs) };
}

/** The sum of quantities of one unit; the formula names each part. */
export function sum<Unit extends string>(line: Line<Unit>, parts: readonly Quantity<Unit>[]): Quantity<Unit> {
  if (parts.length === 0) return input(line, 0, 'defined');
  const named = Object.fromEntries(parts.map((part, index) => [`part${index + 1}`, part]));
  return derive(line, Object.keys(named).join(' + '), named);
}

const RANKS = new Map<Basis, number>(BASES.map((basis, rank) => [basis, rank]));

function weakest(inputs: Readonly<Record<string, Quantity>>): Basis {
  let [weakest, rank]: [Basis, number] = ['defined', 0];
  for (const name in inputs) {
    const basis = inputs[name]?.basis ?? 'assumed';
    const other = RANKS.get(basis) ?? 0;
    if (other > rank) [weakest, rank] = [basis, other];
  }
  return weakest;
}

/** Units that a formula was found to go with: those of its names, in their order, and what it comes out as. */
interface Signature {
  readonly unit: string;
  readonly units: readonly (string | undefined)[];
}

/** Units are checked once for each formula and its inputs' units: the ten thousandth draw costs a look into this. */
const wellFormed = new Map<Formula, Signature[]>();

function checked(line: Line<string>, text: string, inputs: Readonly<Record<string, Quantity>>): Formula {
  const formula = compileFormula(text);
  const { names } = formula;
  const known = wellFormed.get(formula);
  if (known !== undefined)
    for (const signature of known) if (goesWith(signature, line.unit, names, inputs)) return formula;
  const missing = names.find((name) => inputs[name] === undefined);
  if (missing !== undefined) throw fault(line, text, `"${missing}" has no quantity`);
  const dimensions = Object.fromEntries(
    Object.entries(inputs).map(([name, { unit }]) => [name, dimensionOf(unit)]),
  );
  const comesOut = formula.dimension(dimensions);
  if (!isSameDimension(comesOut, dimensionOf(line.unit)))
    throw fault(line, text, `comes out as ${unitOf(comesOut)}, not as ${line.unit}`);
  const signature = { unit: line.unit, units: names.map((name) => inputs[name]?.unit) };
  wellFormed.set(formula, [...(known ?? []), signature]);
  return formula;
}

function goesWith(
  signature: Signature,
  unit: string,
  names: readonly string[],
  inputs: Readonly<Record<string, Quantity>>,
): boolean {
  if (signature.unit !== unit) return false;
  for (let index = 0; index < names.length; index += 1)
    if (inputs[names[index] ?? '']?.unit !== signature.units[index]) return false;
  return true;
}

const fault = (line: Line<string>, formula: string, what: string): GomeetError =>
  new GomeetError(`${line.id} = ${formula}: ${what}`, {
    exitCode: ExitCode.unexpected,
    code: 'broken-formula',
  });
