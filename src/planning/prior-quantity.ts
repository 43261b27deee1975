import { input, type Quantity, type Range, type Source } from './quantity.ts';

/** An input that stands until somebody knows better: Monte Carlo draws it from its range. */
export const prior = <Unit extends string>(
  id: string,
  title: string,
  unit: Unit,
  value: number | Range,
  source: Source,
): Quantity<Unit> => input({ id, title, unit }, value, 'assumed', [source]);

/** A factor that counts one thing for another and says so with its unit, such as one query for each message. */
export const fixed = <Unit extends string>(
  id: string,
  title: string,
  unit: Unit,
  value: number,
  sources: readonly Source[] = [],
): Quantity<Unit> => input({ id, title, unit }, value, 'defined', sources);

/** A range around what was thought likely. */
export const between = (low: number, mode: number, high: number): Range => ({ low, mode, high });

/** What an experienced operator would start from; nobody has measured it for this platform. */
export const estimate = (why: string): Source => ({ title: why, confidence: 'low' });

/** A page of a provider or a project. */
export const page = (title: string, url: string): Source => ({ title, url, confidence: 'high' });
