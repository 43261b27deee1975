import { z } from 'zod';

/**
 * Something that a plan says, with the place where it says so, such as `001:121` (document 001, line 121). Documents that
 * disagree make several claims of one fact, and they are kept side by side: choosing one would hide the contradiction.
 */
export interface Claim<Value> {
  readonly is: Value;
  readonly at: string;
}

export const place = z.string().min(1).describe('where the plan says so, such as 001:121');

/** Every claim that is made of a fact; empty where the plan does not say. */
export const claims = <Value extends z.ZodType>(value: Value) =>
  z.array(z.strictObject({ is: value, at: place })).default([]);

export const count = z.int().min(0).max(10_000_000);
export const amount = z.number().min(0).max(1e12);
export const percent = z.number().min(0).max(10_000);

export const valuesOf = <Value>(of: readonly Claim<Value>[]): readonly Value[] => of.map(({ is }) => is);
export const citesOf = (...of: readonly (readonly { readonly at: string }[])[]): readonly string[] => [
  ...new Set(of.flat().map(({ at }) => at)),
];

/** Each value that is claimed, once, with every place that claims it. */
export const distinct = <Value>(
  of: readonly Claim<Value>[],
): readonly { readonly is: Value; readonly cites: readonly string[] }[] =>
  [...new Set(valuesOf(of))].map((is) => ({ is, cites: citesOf(of.filter((claim) => claim.is === is)) }));
