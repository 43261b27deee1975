import { ExitCode, GomeetError } from '../errors.ts';

/**
 * The base units of the model. None is converted into another without a factor that says so: a bit is not an eighth of
 * a byte until somebody divides by `bit/byte`, a GB is never a GiB, and a month has no length until `h/month` gives it one.
 */
const BASE_UNITS = [
  'bit',
  'byte',
  'GB',
  'GiB',
  'TB',
  'TiB',
  's',
  'h',
  'day',
  'month',
  'year',
  'packet',
  'track',
  'tile',
  'connection',
  'request',
  'handshake',
  'message',
  'join',
  'series',
  'sample',
  'query',
  'participant',
  'meeting',
  'customer',
  'person',
  'core',
  'node',
  'pod',
  'instance',
  'shard',
  'USD',
  'EUR',
] as const;

/** Exponents by base unit: `bit/s/participant` is `{bit: 1, s: -1, participant: -1}`; no entry is zero. */
export type Dimension = ReadonlyMap<string, number>;

const parsed = new Map<string, Dimension>();

/**
 * Reads a unit such as `bit/s`, `packet/s/participant`, `core*s/packet`, `USD/GiB`, `1/s` or `1` (a ratio).
 * Everything after a `/` divides; a `*` goes on with the side that it stands on.
 *
 * @throws GomeetError (unexpected) for a unit that is not in the list: a fault of the model, not of its input
 */
export function dimensionOf(unit: string): Dimension {
  const known = parsed.get(unit);
  if (known !== undefined) return known;
  const exponents = new Map<string, number>();
  for (const [index, side] of unit.split('/').entries()) {
    for (const base of side.split('*')) {
      if (base === '1') continue;
      if (!(BASE_UNITS as readonly string[]).includes(base)) throw unknownUnit(unit, base);
      exponents.set(base, (exponents.get(base) ?? 0) + (index === 0 ? 1 : -1));
    }
  }
  const dimension = withoutZeros(exponents);
  parsed.set(unit, dimension);
  return dimension;
}

/** The dimension of a product (`sign` 1) or a quotient (`sign` -1). */
export function combine(left: Dimension, right: Dimension, sign: 1 | -1): Dimension {
  const exponents = new Map(left);
  for (const [base, exponent] of right) exponents.set(base, (exponents.get(base) ?? 0) + sign * exponent);
  return withoutZeros(exponents);
}

export function isSameDimension(left: Dimension, right: Dimension): boolean {
  return left.size === right.size && [...left].every(([base, exponent]) => right.get(base) === exponent);
}

/** A dimension as a unit, for messages: `bit/s`. */
export function unitOf(dimension: Dimension): string {
  const repeated = (sign: 1 | -1): string[] =>
    [...dimension].flatMap(([base, exponent]) =>
      exponent * sign > 0 ? Array<string>(Math.abs(exponent)).fill(base) : [],
    );
  return [repeated(1).join('*') || '1', ...repeated(-1)].join('/');
}

const withoutZeros = (exponents: ReadonlyMap<string, number>): Dimension =>
  new Map([...exponents].filter(([, exponent]) => exponent !== 0));

const unknownUnit = (unit: string, base: string): GomeetError =>
  new GomeetError(`unit "${unit}": "${base}" is no base unit; known: ${BASE_UNITS.join(', ')}`, {
    exitCode: ExitCode.unexpected,
    code: 'unknown-unit',
  });
