import { compileFormula } from '../planning/formula.ts';

export const COMPARISONS = ['<', '<=', '>', '>=', '!='] as const;
type Comparison = (typeof COMPARISONS)[number];

/** The sum behind a finding: `value` is what `formula` gives with `inputs`, and `value comparison against` holds. */
export interface Arithmetic {
  readonly formula: string;
  readonly inputs: Readonly<Record<string, number>>;
  readonly value: number;
  readonly unit: string;
  readonly comparison: Comparison;
  readonly against: number;
}

/**
 * What a rule sets against each other; whether it is a fault shows when it is worked out. `tolerance` is how far apart two
 * numbers may be that count as the same; half a cent where it is left out.
 */
export type Question = Omit<Arithmetic, 'value'> & { readonly tolerance?: number };

/** Half a cent: sums of money are compared as they are printed, and no count or ratio here is finer. */
const TOLERANCE = 0.005;

/** Numbers of a model, of any size, are the same to a billionth: they were written down with all their digits. */
export const modelTolerance = (value: number): number => Math.abs(value) * SLACK;

/** A billionth above a limit is a rounding of floats. */
const SLACK = 1e-9;
const isLess = (left: number, right: number): boolean => left < right - SLACK * Math.abs(right);

const holds: Readonly<Record<Comparison, (value: number, against: number, tolerance: number) => boolean>> = {
  '<': (value, against) => isLess(value, against),
  '<=': (value, against) => !isLess(against, value),
  '>': (value, against) => isLess(against, value),
  '>=': (value, against) => !isLess(value, against),
  // What is no number (0 / 0) is not the same as anything.
  '!=': (value, against, tolerance) => !(Math.abs(value - against) <= tolerance),
};

/** Works a question out. @returns undefined where the comparison does not hold, so there is nothing to find */
export function answer({ tolerance = TOLERANCE, ...question }: Question): Arithmetic | undefined {
  const named = Object.fromEntries(Object.entries(question.inputs).map(([name, value]) => [name, { value }]));
  const value = compileFormula(question.formula).evaluate(named);
  return holds[question.comparison](value, question.against, tolerance) ? { ...question, value } : undefined;
}

/** Names that are written in a way of their own, as one word of a formula. */
const WHOLE_WORDS: readonly (readonly [RegExp, string])[] = [
  [/Let['’]s Encrypt/gi, 'Letsencrypt'],
  [/LiveKit/gi, 'Livekit'],
  [/PostgreSQL/gi, 'Postgresql'],
  [/WebSocket/gi, 'Websocket'],
  [/(\d+)\/(\d+)/g, 'cores$1_memory$2'],
];

/** A name that a formula can use, made of words: `LiveKit SFU` is `livekitSfu`, `API Services` `apiServices`, `4/16` `cores4_memory16`. */
function nameOf(words: string): string {
  const whole = WHOLE_WORDS.reduce((text, [pattern, word]) => text.replace(pattern, word), words);
  const [first = '', ...rest] = whole.match(/[A-Za-z]+\d*(?:_[A-Za-z]+\d+)?|\d+/g) ?? [];
  const joined = [first.toLowerCase(), ...rest.map(capitalised)].join('');
  return /^[a-z]/.test(joined) ? joined : `number${joined}`;
}

/** `a + b + c` over parts with names of their own; a name that comes again is numbered. */
export function sumOf(parts: readonly { readonly name: string; readonly value: number }[]): {
  readonly formula: string;
  readonly inputs: Readonly<Record<string, number>>;
} {
  const inputs: Record<string, number> = {};
  for (const { name, value } of parts) {
    let unique = nameOf(name);
    for (let n = 2; unique in inputs; n += 1) unique = `${nameOf(name)}_${n}`;
    inputs[unique] = value;
  }
  return { formula: Object.keys(inputs).join(' + ') || '0', inputs };
}

const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase();
