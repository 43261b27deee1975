import { ExitCode, GomeetError } from '../errors.ts';
import { combine, type Dimension, isSameDimension, unitOf } from './unit.ts';

/** A parsed formula: `tiles * bitrate + audio`, with `ceil`, `floor`, `max` and `min`. */
type Node =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'sum' | 'product'; readonly sign: 1 | -1; readonly left: Node; readonly right: Node }
  | { readonly kind: 'call'; readonly name: FunctionName; readonly args: readonly Node[] };

/** 0.07 × 100 is 7.000000000000001 in floating point: a last digit must buy no machine. */
const FORGIVEN = 1e-12;

const FUNCTIONS = {
  ceil: (value: number) => Math.ceil(value - Math.abs(value) * FORGIVEN),
  floor: (value: number) => Math.floor(value + Math.abs(value) * FORGIVEN),
  max: Math.max,
  min: Math.min,
} as const;
type FunctionName = keyof typeof FUNCTIONS;

type Values = Readonly<Record<string, { readonly value: number }>>;

/** A formula made ready to be worked out again and again; Monte Carlo does so ten thousand times. */
export interface Formula {
  readonly names: readonly string[];
  evaluate(values: Values): number;
  /** The formula tied to these holders of values, which may change: it looks no name up again. */
  bind(values: Values): () => number;
  /** The dimension that comes out when each name has the given one. Numbers written in a formula have none. */
  dimension(dimensions: Readonly<Record<string, Dimension>>): Dimension;
}

const compiled = new Map<string, Formula>();

/** @throws GomeetError (unexpected) for a formula that cannot be read: a fault of the model, not of its input */
export function compileFormula(text: string): Formula {
  const known = compiled.get(text);
  if (known !== undefined) return known;
  const names = new Set<string>();
  const root = parse(text, names);
  const formula: Formula = {
    names: [...names],
    evaluate: closureOf(root, null),
    bind: (values) => {
      const bound = closureOf(root, values);
      return () => bound(values);
    },
    dimension: (dimensions) => dimensionOfNode(root, dimensions, text),
  };
  compiled.set(text, formula);
  return formula;
}

function parse(text: string, names: Set<string>): Node {
  const tokens = text.match(/\d+(?:\.\d+)?(?:e-?\d+)?|[A-Za-z]\w*|[-+*/(),]|\S/g) ?? [];
  let position = 0;
  const next = (): string | undefined => tokens[position];
  const expect = (token: string): void => {
    if (next() !== token) throw fault(text, `"${token}" is missing before "${next() ?? 'the end'}"`);
    position += 1;
  };

  const sum = (): Node => chain(product, 'sum', '+', '-');
  const product = (): Node => chain(factor, 'product', '*', '/');
  function chain(part: () => Node, kind: 'sum' | 'product', plus: string, minus: string): Node {
    let left = part();
    for (let token = next(); token === plus || token === minus; token = next()) {
      position += 1;
      left = { kind, sign: token === plus ? 1 : -1, left, right: part() };
    }
    return left;
  }
  function factor(): Node {
    const token = next();
    position += 1;
    if (token === '(') {
      const inner = sum();
      expect(')');
      return inner;
    }
    if (token !== undefined && /^\d/.test(token)) return { kind: 'number', value: Number(token) };
    if (token === undefined || !/^[A-Za-z]/.test(token))
      throw fault(text, `"${token ?? 'the end'}" is no value`);
    if (next() !== '(') {
      names.add(token);
      return { kind: 'name', name: token };
    }
    if (!(token in FUNCTIONS)) throw fault(text, `"${token}" is no function`);
    position += 1;
    const args = [sum()];
    while (next() === ',') {
      position += 1;
      args.push(sum());
    }
    expect(')');
    return { kind: 'call', name: token as FunctionName, args };
  }

  const root = sum();
  if (position < tokens.length) throw fault(text, `"${next()}" is left over`);
  return root;
}

/** Closures are built once and run without looking at the tree again; `bound` to some values, they look up no name either. */
function closureOf(node: Node, bound: Values | null): (values: Values) => number {
  switch (node.kind) {
    case 'number':
      return () => node.value;
    case 'name': {
      const holder = bound?.[node.name];
      if (holder !== undefined) return () => holder.value;
      return (values) => values[node.name]?.value ?? Number.NaN;
    }
    case 'call': {
      const args = node.args.map((arg) => closureOf(arg, bound));
      const apply = FUNCTIONS[node.name] as (...numbers: number[]) => number;
      const [first, second] = args;
      // Nearly all calls have one argument or two; spreading an array costs five times as much.
      if (first !== undefined && args.length === 1) return (values) => apply(first(values));
      if (first !== undefined && second !== undefined && args.length === 2)
        return (values) => apply(first(values), second(values));
      return (values) => apply(...args.map((arg) => arg(values)));
    }
    default: {
      const [left, right] = [closureOf(node.left, bound), closureOf(node.right, bound)];
      if (node.kind === 'sum') return node.sign === 1 ? (v) => left(v) + right(v) : (v) => left(v) - right(v);
      return node.sign === 1 ? (v) => left(v) * right(v) : (v) => left(v) / right(v);
    }
  }
}

const NONE: Dimension = new Map();

function dimensionOfNode(
  node: Node,
  dimensions: Readonly<Record<string, Dimension>>,
  text: string,
): Dimension {
  switch (node.kind) {
    case 'number':
      return NONE;
    case 'name':
      return dimensions[node.name] ?? NONE;
    case 'call':
      return sameForAll(
        node.args.map((arg) => dimensionOfNode(arg, dimensions, text)),
        text,
      );
    default: {
      const left = dimensionOfNode(node.left, dimensions, text);
      const right = dimensionOfNode(node.right, dimensions, text);
      return node.kind === 'product' ? combine(left, right, node.sign) : sameForAll([left, right], text);
    }
  }
}

function sameForAll(dimensions: readonly Dimension[], text: string): Dimension {
  const [first = NONE, ...others] = dimensions;
  const odd = others.find((other) => !isSameDimension(first, other));
  if (odd !== undefined)
    throw fault(text, `${unitOf(first)} and ${unitOf(odd)} cannot be set beside each other`);
  return first;
}

const fault = (text: string, what: string): GomeetError =>
  new GomeetError(`formula "${text}": ${what}`, { exitCode: ExitCode.unexpected, code: 'broken-formula' });
