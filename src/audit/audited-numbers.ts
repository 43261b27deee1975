import { z } from 'zod';
import { claims, place } from './claim.ts';

/** A month of traffic is 2e16 bytes: numbers of a model are not bounded as those that people write are. */
const number = z.number();

/** A number that a plan prints with the formula and the numbers that it is made of. */
export const derivation = z.strictObject({
  title: z.string(),
  is: number,
  unit: z.string(),
  formula: z.string().min(1),
  inputs: z.record(z.string(), number).describe('each name of the formula with its number'),
  at: place,
});

/** One number that a plan states in several places. */
export const restatement = z.strictObject({
  about: z.string().describe('completes "the plan states … twice"'),
  unit: z.string(),
  claims: claims(number),
});

export type Derivation = z.output<typeof derivation>;
export type Restatement = z.output<typeof restatement>;
