import Big from 'big.js';
import { ExitCode, GomeetError } from '../errors.ts';

/**
 * Bytes in each unit in which providers sell data. A GiB is 7.4 % more than a GB: 21.17 million GB of a month's traffic
 * are 19.72 million GiB, and at $0.01 that is $14,500 of difference.
 */
const BYTES_PER_UNIT = {
  byte: new Big(1),
  GB: new Big(10).pow(9),
  GiB: new Big(2).pow(30),
  TB: new Big(10).pow(12),
  TiB: new Big(2).pow(40),
} as const;

export type DataUnit = keyof typeof BYTES_PER_UNIT;

/** An amount with its unit as a literal type: a function that wants GiB takes no GB. */
export interface Amount<Unit extends string = string> {
  readonly value: Big;
  readonly unit: Unit;
}

export const isDataUnit = (unit: string): unit is DataUnit => Object.hasOwn(BYTES_PER_UNIT, unit);

/** The same data in another unit; exact but for the twentieth decimal, at which big.js stops a division. */
export function inDataUnit<To extends DataUnit>(amount: Amount<DataUnit>, unit: To): Amount<To> {
  if (amount.unit === (unit as DataUnit)) return { value: amount.value, unit };
  return { value: amount.value.times(BYTES_PER_UNIT[amount.unit]).div(BYTES_PER_UNIT[unit]), unit };
}

/**
 * An amount in the unit in which it is sold: data is converted, everything else has to be the same unit already.
 *
 * @throws GomeetError (unexpected) where plan and catalogue speak of different things
 */
export function inPricingUnit(amount: Amount, unit: string): Big {
  if (amount.unit === unit) return amount.value;
  if (isDataUnit(amount.unit) && isDataUnit(unit))
    return inDataUnit({ value: amount.value, unit: amount.unit }, unit).value;
  throw new GomeetError(`an amount in ${amount.unit} has no price per ${unit}`, {
    exitCode: ExitCode.unexpected,
    code: 'unit-mismatch',
    hint: 'gomeet cost catalog verify',
  });
}
